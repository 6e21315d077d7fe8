import Tensors

/// Multi30k's task 1 as distributed: `NAME.LANGUAGE` or `NAME.LANGUAGE.gz`, one caption a line, and a list of the pictures
/// in the same order (Elliott et al. 2016). The source is `FOLDER/NAME`, such as `task1/raw/train`; the list is looked for as
/// `NAME.txt` and `NAME_images.txt` beside the captions and in `image_splits`.
struct Multi30kFormat: SourceFormat {
  let source: CorpusSource

  /// Endings of two or three letters that are no languages here.
  private static let otherEndings: Set<Substring> = [
    "txt", "csv", "tsv", "log", "bak", "tar", "zip", "tgz", "bz", "xz",
  ]

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    let columns = try columns(path)
    guard !columns.isEmpty else {
      let name = path.split(separator: "/").last ?? ""
      throw CorpusError("\(path): no file \(name).LANGUAGE is there; name the files without language and ending")
    }
    let places = Self.lists(of: path)
    guard let names = places.first(where: SourceFile.exists) else {
      throw CorpusError(
        "\(path): the list of pictures is missing; it is looked for as \(places.joined(separator: ", "))")
    }
    return try AlignedLines(names: names)
      .images(columns, folder: source.images ?? SourceFile.folder(of: path), role: source.role)
  }

  /// Where the list of pictures may stand.
  static func lists(of path: String) -> [String] {
    let folder = SourceFile.folder(of: path)
    let name = path.split(separator: "/").last ?? ""
    return ["\(folder)/\(name).txt", "\(folder)/\(name)_images.txt"]
      + [folder, SourceFile.folder(of: folder)].map { "\($0)/image_splits/\(name).txt" }
  }

  /// One file a language, the unpacked one where there are both.
  private func columns(_ path: String) throws -> [AlignedLines.Column] {
    let folder = SourceFile.folder(of: path)
    let name = path.split(separator: "/").last ?? ""
    var columns: [AlignedLines.Column] = []
    for file in try SourceFile.names(in: folder) where file.hasPrefix(name + ".") {
      let plain = file.hasSuffix(".gz") ? file.dropLast(3) : file[...]
      let tag = plain.dropFirst(name.count + 1)
      guard (2...3).contains(tag.utf8.count), tag.allSatisfy({ $0.isASCII && $0.isLetter }),
        !Self.otherEndings.contains(tag), !columns.contains(where: { $0.language == tag })
      else { continue }
      // Names come in order, so that “train.en” comes before “train.en.gz”.
      columns.append(AlignedLines.Column(language: String(tag), path: folder + "/" + file))
    }
    return columns
  }
}
