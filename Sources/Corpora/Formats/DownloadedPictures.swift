/// What was downloaded from a table's addresses, found by name: some forty bytes a file.
///
/// Where the pictures are named by numbers of nine digits, as img2dataset names them, they are found by the number of their
/// row, from 0, in the folder itself or in one of five digits within it. Otherwise they are found by the address's last part.
struct DownloadedPictures: Sendable {
  let folder: String
  /// Whether pictures are found by the numbers of rows.
  let isNumbered: Bool
  /// Paths below the folder, ascending by code unit, one behind the other.
  private var names: [UInt8] = []
  private var ends: [Int] = []

  init(_ folder: String) throws {
    self.folder = folder
    let top = SourceFile.isFolder(folder) ? try SourceFile.names(in: folder) : []
    let shards = top.filter { Self.isNumber($0, digits: 5) && SourceFile.isFolder(folder + "/" + $0) }
    let inner = try shards.flatMap { shard in try SourceFile.names(in: folder + "/" + shard).map { shard + "/" + $0 } }
    let all = (top + inner).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let pictures = all.filter { PictureEnding.all.contains(SourceFile.ending(of: $0)) }
    isNumbered = !pictures.isEmpty && pictures.allSatisfy { Self.isNumber(Self.stem($0), digits: 9) }
    for name in isNumbered ? pictures : top {
      names += Array(name.utf8)
      ends.append(names.count)
    }
  }

  var count: Int { ends.count }

  func location(_ picture: Int) -> PictureLocation { .file(folder + "/" + name(picture)) }

  func name(_ picture: Int) -> String { String(decoding: bytes(picture), as: UTF8.self) }

  /// The number of the picture of a row, or nil where it was not downloaded.
  ///
  /// - Parameter number: of the row, from 0.
  func picture(of address: String, number: Int) -> Int? {
    if isNumbered {
      let digits = String(number)
      let name = String(repeating: "0", count: max(0, 9 - digits.count)) + digits
      return find(name) ?? find(name.prefix(5) + "/" + name)
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
  private static func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return String(name) }
    return String(name[..<dot])
  }

  private static func isNumber(_ text: String, digits: Int) -> Bool {
    text.utf8.count == digits && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
