/// What was downloaded from a table's addresses, found by name: some forty bytes a file.
///
/// Where the pictures are numbered as img2dataset numbers them, they are found by the number of their row, from 0, in the folders
/// of their shards, or, in nine digits, in the folder itself. Otherwise they are found by the address's last part.
struct DownloadedPictures: Sendable {
  let folder: String
  /// How pictures are found by the numbers of rows; nil where they are not.
  let numbers: DownloadNumbers?
  /// Whether JSON stands beside pictures.
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
    let pictures = all.filter { PictureEnding.all.contains(SourceFile.ending(of: $0)) }
    isDescribed = inner.contains { $0.hasSuffix(".json") }
    let isFlat =
      !pictures.isEmpty
      && pictures.allSatisfy { picture in
        let stem = Self.stem(picture)
        return stem.utf8.count == 9 && stem.utf8.allSatisfy(DownloadNumbers.isDigit)
      }
    numbers = DownloadNumbers(folder, pictures: pictures, names: top) ?? (isFlat ? .flat : nil)
    for name in numbers != nil ? pictures : top {
      names += Array(name.utf8)
      ends.append(names.count)
    }
  }

  var count: Int { ends.count }

  /// Whether pictures are found by the numbers of rows.
  var isNumbered: Bool { numbers != nil }

  /// Where a picture lies, and how it must be turned where the downloader's JSON beside it says so.
  func location(_ picture: Int) -> PictureLocation {
    let path = folder + "/" + name(picture)
    let location = PictureLocation.file(path)
    guard isDescribed, let dot = path.lastIndex(of: "."), let json = try? SourceFile.json(path[..<dot] + ".json")
    else { return location }
    return location.turned(SampleDescription(json).orientation)
  }

  func name(_ picture: Int) -> String { String(decoding: bytes(picture), as: UTF8.self) }

  /// The number of the picture of a row, or nil where it was not downloaded.
  ///
  /// - Parameter number: of the row, from 0.
  func picture(of address: String, number: Int) -> Int? {
    if let numbers {
      let (shard, name) = numbers.name(ofRow: number)
      return find(name) ?? find(shard + "/" + name)
    }
    let last = String(address.split(separator: "/").last ?? "")
    let plain = String(last.prefix { $0 != "?" && $0 != "#" })
    return index(of: last) ?? index(of: plain) ?? find(plain) ?? find(Self.stem(plain))
  }

  /// A picture of this name but for its ending.
  private func find(_ name: String) -> Int? {
    PictureEnding.all.lazy.compactMap { index(of: name + "." + $0) }.first
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

  private func bytes(_ picture: Int) -> ArraySlice<UInt8> {
    names[(picture == 0 ? 0 : ends[picture - 1])..<ends[picture]]
  }

  /// A path's name without its last ending.
  static func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return String(name) }
    return String(name[..<dot])
  }
}
