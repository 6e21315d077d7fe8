import Runtime

/// Multi30k as distributed (Elliott et al. 2016, github.com/multi30k/dataset): `NAME.LANGUAGE` with a translation a line (task
/// 1), or `NAME.1.LANGUAGE` to `NAME.5.LANGUAGE` with captions of the image that were written independently (task 2), each
/// perhaps with `.gz` behind it; and a list of the images in the same order. Numbers may begin at 0, and where no language
/// stands in a name it is the source's.
///
/// The source is `FOLDER/NAME`, such as `task1/raw/train`, or one of its files, such as `task1/raw/train.en`, packed or not; the
/// list is looked for as `NAME.txt` and `NAME_images.txt` beside the captions and in `image_splits`.
struct Multi30kFormat: SourceFormat {
  let source: CorpusSource

  private typealias Kind = (number: Int?, language: String?)

  /// Endings of two or three letters that are no languages here.
  private static let otherEndings: Set<Substring> = [
    "txt", "csv", "tsv", "log", "bak", "tar", "zip", "tgz", "bz", "xz", "gz", "npy", "tok", "bpe",
  ]

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    var (path, columns) = (path, try columns(path))
    if columns.isEmpty, SourceFile.isReadable(path), let file = Self.file(path) {
      columns = [try column(of: path, file.kind)]
      if file.kind.language != nil { try checkLanguageUse(at: path) }
      path = file.base
    }
    guard !columns.isEmpty else {
      let name = path.split(separator: "/").last ?? ""
      throw CorpusError("\(path): no file \(name).LANGUAGE is there; name the files without language and ending")
    }
    let places = Self.lists(of: path)
    guard let names = places.first(where: SourceFile.isReadable) else {
      throw CorpusError(
        "\(path): the list of images is missing; it is looked for as \(places.joined(separator: ", "))")
    }
    return try AlignedLines(names: names, folder: SourceFile.folder(of: path)).content(columns, of: source, at: path)
  }

  /// Whether a list of images is there for a path: that of no file, or of one language's file.
  static func isNamed(by path: String) -> Bool {
    guard SourceFile.isReadable(path) else { return lists(of: path).contains(where: SourceFile.isReadable) }
    // Many endings look like languages, and many files have a .txt beside them.
    let list = file(path).flatMap { lists(of: $0.base).first(where: SourceFile.isReadable) }
    guard let list, let names = try? AlignedLines(names: list, folder: "").names else { return false }
    return names.first.map { ImageEnding.all.contains(SourceFile.ending(of: $0)) } ?? false
  }

  /// What a path's name says where it is that of one of the files; nil where it is none.
  private static func file(_ path: String) -> (base: String, kind: Kind)? {
    let plain = path.hasSuffix(".gz") ? path.dropLast(3) : path[...]
    let start = plain.lastIndex(of: "/") ?? plain.startIndex
    for dot in plain[start...].indices where plain[dot] == "." {
      if let kind = kind(of: plain[plain.index(after: dot)...]) { return (String(plain[..<dot]), kind) }
    }
    return nil
  }

  private func column(of path: String, _ kind: Kind) throws -> AlignedLines.Column {
    guard let language = kind.language ?? source.captionLanguage else {
      throw CorpusError(
        "\(path): the captions name no language; give --lang (language in a recipe), such as \"en\"")
    }
    return AlignedLines.Column(language: language, path: path)
  }

  /// Throws where a language is named and all captions have one.
  private func checkLanguageUse(at path: String) throws {
    guard let language = source.language else { return }
    throw CorpusError(
      "\(path): every file there bears its language in its name, so the source's, “\(language)”, would be that of no caption; leave "
        + "--lang (language in a recipe) out")
  }

  /// Where the list of images may stand.
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
      let column = try column(of: folder + "/" + file, kind)
      isLanguageUsed = isLanguageUsed || kind.language == nil
      found.append((kind.number ?? 0, column))
    }
    if !isLanguageUsed, !found.isEmpty { try checkLanguageUse(at: path) }
    return found.sorted { ($0.column.language, $0.number) < ($1.column.language, $1.number) }.map(\.column)
  }

  /// What stands between the name and the end: a number, a language, or both in either order; nil for other files.
  private static func kind(of rest: Substring) -> Kind? {
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.count == 1 ? Int($0) : nil }
    let languages = parts.filter {
      (2...3).contains($0.utf8.count) && $0.allSatisfy { $0.isASCII && $0.isLetter } && !otherEndings.contains($0)
    }
    guard numbers.count + languages.count == parts.count, numbers.count <= 1, languages.count <= 1 else { return nil }
    return (numbers.first, languages.first.map(String.init))
  }
}
