import Runtime

/// Multi30k as distributed (Elliott et al. 2016, github.com/multi30k/dataset): `NAME.LANGUAGE` with a translation a line (task
/// 1), or `NAME.1.LANGUAGE` to `NAME.5.LANGUAGE` with captions of the picture that were written independently (task 2), each
/// perhaps with `.gz` behind it; and a list of the pictures in the same order. Numbers may begin at 0, and where no language
/// stands in a name it is the source's.
///
/// The source is `FOLDER/NAME`, such as `task1/raw/train`; the list is looked for as `NAME.txt` and `NAME_images.txt` beside
/// the captions and in `image_splits`.
struct Multi30kFormat: SourceFormat {
  let source: CorpusSource

  /// Endings of two or three letters that are no languages here.
  private static let otherEndings: Set<Substring> = [
    "txt", "csv", "tsv", "log", "bak", "tar", "zip", "tgz", "bz", "xz", "gz", "npy", "tok", "bpe",
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
    return try AlignedLines(names: names, folder: SourceFile.folder(of: path)).content(columns, of: source, at: path)
  }

  /// Where the list of pictures may stand.
  static func lists(of path: String) -> [String] {
    let folder = SourceFile.folder(of: path)
    let name = path.split(separator: "/").last ?? ""
    let folders = [folder] + [folder, SourceFile.folder(of: folder)].map { "\($0)/image_splits" }
    return folders.flatMap { ["\($0)/\(name).txt", "\($0)/\(name)_images.txt"] } + ["\(folder)/split_\(name).txt"]
  }

  /// A file a language, or several by their numbers, the unpacked one where there are both.
  private func columns(_ path: String) throws -> [AlignedLines.Column] {
    let folder = SourceFile.folder(of: path)
    let name = path.split(separator: "/").last ?? ""
    var seen: Set<Substring> = []
    var found: [(number: Int, column: AlignedLines.Column)] = []
    var isLanguageUsed = false
    for file in try SourceFile.names(in: folder) where file.hasPrefix(name + ".") {
      let plain = file.hasSuffix(".gz") ? file.dropLast(3) : file[...]
      guard let kind = Self.kind(of: plain.dropFirst(name.count + 1)) else { continue }
      // Names come in order, so that “train.en” comes before “train.en.gz”.
      guard seen.insert(plain).inserted else { continue }
      guard let language = kind.language ?? source.captionLanguage else {
        throw CorpusError(
          "\(folder)/\(file): the captions name no language; give the source's language, such as \"en\"")
      }
      isLanguageUsed = isLanguageUsed || kind.language == nil
      found.append((kind.number ?? 0, AlignedLines.Column(language: language, path: folder + "/" + file)))
    }
    if source.language != nil, !isLanguageUsed, !found.isEmpty {
      throw CorpusError(
        "\(path): every file there bears its language in its name, so the source's, “\(source.language ?? "")”, would be that "
          + "of no caption; leave --lang (language in a recipe) out")
    }
    return found.sorted { ($0.column.language, $0.number) < ($1.column.language, $1.number) }.map(\.column)
  }

  /// What stands between the name and the end: a number, a language, or both in either order; nil for other files.
  private static func kind(of rest: Substring) -> (number: Int?, language: String?)? {
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.count == 1 ? Int($0) : nil }
    let languages = parts.filter {
      (2...3).contains($0.utf8.count) && $0.allSatisfy { $0.isASCII && $0.isLetter } && !otherEndings.contains($0)
    }
    guard numbers.count + languages.count == parts.count, numbers.count <= 1, languages.count <= 1 else { return nil }
    return (numbers.first, languages.first.map(String.init))
  }
}
