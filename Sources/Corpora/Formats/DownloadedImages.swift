/// What was downloaded from a table's addresses, found by name: some forty bytes a file.
///
/// Where the images are numbered as img2dataset numbers them, they are found by the number of their row, from 0, in the folders
/// of their shards, or, in nine digits, in the folder itself. Otherwise they are found by the address's last part.
struct DownloadedImages: Sendable {
  let folder: String
  /// How images are found by the numbers of rows; nil where they are not.
  let numbers: DownloadNumbers?
  /// Whether JSON stands beside images.
  private let isDescribed: Bool
  /// Paths below the folder, ascending by code unit, one behind the other.
  private var names: [UInt8] = []
  private var ends: [Int] = []

  init(_ folder: String) throws {
    self.folder = folder
    let top = SourceFile.isFolder(folder) ? try SourceFile.names(in: folder) : []
    let shards = top.filter { $0.utf8.allSatisfy(DownloadNumbers.isDigit) && SourceFile.isFolder(folder + "/" + $0) }
    let inner = try shards.flatMap { shard in try SourceFile.names(in: folder + "/" + shard).map { shard + "/" + $0 } }
    let all = (top + inner).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let images = all.filter { ImageEnding.all.contains(SourceFile.ending(of: $0)) }
    isDescribed = inner.contains { $0.hasSuffix(".json") }
    let isFlat =
      !images.isEmpty
      && images.allSatisfy { image in
        let stem = Self.stem(image)
        return stem.utf8.count == 9 && stem.utf8.allSatisfy(DownloadNumbers.isDigit)
      }
    numbers = DownloadNumbers(folder, images: images, names: top) ?? (isFlat ? .flat : nil)
    for name in numbers != nil ? images : top {
      names += Array(name.utf8)
      ends.append(names.count)
    }
  }

  var count: Int { ends.count }

  /// Whether images are found by the numbers of rows.
  var isNumbered: Bool { numbers != nil }

  /// Where an image lies, and how it must be turned where the downloader's JSON beside it says so.
  func location(_ image: Int) -> ImageLocation {
    let path = folder + "/" + name(image)
    let location = ImageLocation.file(path)
    guard isDescribed, let dot = path.lastIndex(of: "."), let json = try? SourceFile.json(path[..<dot] + ".json")
    else { return location }
    return location.turned(SampleDescription(json).orientation)
  }

  func name(_ image: Int) -> String { String(decoding: bytes(image), as: UTF8.self) }

  /// The number of the image of a row, or nil where it was not downloaded.
  ///
  /// - Parameter number: of the row, from 0.
  func image(of address: String, number: Int) -> Int? {
    if let numbers {
      let (shard, name) = numbers.name(ofRow: number)
      return find(name) ?? find(shard + "/" + name)
    }
    let last = String(address.split(separator: "/").last ?? "")
    let plain = String(last.prefix { $0 != "?" && $0 != "#" })
    return index(of: last) ?? index(of: plain) ?? find(plain) ?? find(Self.stem(plain))
  }

  /// An image of this name but for its ending.
  private func find(_ name: String) -> Int? {
    ImageEnding.all.lazy.compactMap { index(of: name + "." + $0) }.first
  }

  private func index(of name: String) -> Int? {
    guard !name.isEmpty else { return nil }
    let wanted = Array(name.utf8)
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if bytes(middle).lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
    }
    return low < count && bytes(low).elementsEqual(wanted) ? low : nil
  }

  private func bytes(_ image: Int) -> ArraySlice<UInt8> {
    names[(image == 0 ? 0 : ends[image - 1])..<ends[image]]
  }

  /// A path's name without its last ending.
  static func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return String(name) }
    return String(name[..<dot])
  }
}
