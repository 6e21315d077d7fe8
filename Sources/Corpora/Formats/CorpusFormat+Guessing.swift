extension CorpusFormat {
  /// What a path looks like: by its name, by what a folder holds, and by the first line where names are alike.
  init(guessing path: String) throws {
    let name = SourceFile.unpackedName(path)
    let text = try name.hasSuffix(".txt") ? Self.start(of: path) : []
    let (isKeyed, isTable) = (KeyedLinesFormat.isBegun(by: text), TableColumns.isBegun(by: text))
    switch true {
    case SourceFile.isFolder(path): self = try .init(guessingFolder: path)
    case ([ChineseCLIPFormat.imageEnding] + ChineseCLIPFormat.textEndings).contains(where: name.hasSuffix):
      self = .chineseCLIP
    case name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson"): self = try .init(guessingLines: path)
    case name.hasSuffix(".tar"): self = .webdataset
    case name.hasSuffix(".csv") || name.hasSuffix(".tsv"): self = .table
    case name.hasSuffix(".json"): self = AICFormat.isBegun(by: try Self.start(of: path)) ? .aic : .coco
    case name.hasSuffix("human-written-caption.txt"): self = .cocoCN
    case isTable && !KeyedLinesFormat.hasHeader(text): self = .table
    case isKeyed: self = .keyedLines
    case Multi30kFormat.isNamed(by: path): self = .multi30k
    default:
      // What it is packed by says more than that its name says nothing.
      if SourceFile.isReadable(path) { _ = try OpenFile(path: path) }
      let known = CorpusFormat.allCases.dropFirst().map(\.rawValue).joined(separator: ", ")
      let isPattern = path.contains { "*?[{".contains($0) }
      throw CorpusError(
        SourceFile.isReadable(path) || isPattern
          ? "\(path): the name does not say how the file is written; give --format (format in a recipe): \(known)"
          : "\(path): there is no such file or folder")
    }
  }

  private init(guessingFolder path: String) throws {
    switch true {
    case SourceFile.isReadable(path + "/test_image_names.txt"): self = .xtd10
    case SourceFile.isReadable(path + "/" + COCOCNFormat.captionsName): self = .cocoCN
    case SourceFile.isReadable(path + "/captions.jsonl"): self = try .init(guessingLines: path + "/captions.jsonl")
    case JSONLinesFormat.isEmojiCorpus(path): self = .jsonl
    case [ChineseCLIPFormat.imageEnding, ChineseCLIPFormat.imageEnding + ".gz"]
      .contains(where: { SourceFile.holds(path, suffix: $0) }):
      self = .chineseCLIP
    case ShardFolder.holdsShards(path) || ShardFolder.isLaidOut(path): self = .webdataset
    default: self = .folder
    }
  }

  /// Crossmodal-3600 and IGLUE are told from our JSON lines by their first line; of a pattern's files the first tells.
  private init(guessingLines path: String) throws {
    let isPattern = !SourceFile.exists(path) && path.contains { "*?[{".contains($0) }
    let first = isPattern ? (try? JSONLinesFormat(source: CorpusSource(path: path)).files(path))?.first : path
    let start = try Self.start(of: first ?? path)
    self = XM3600Format.isBegun(by: start) ? .xm3600 : IGLUEFormat.isBegun(by: start) ? .iglue : .jsonl
  }

  /// The first bytes of a file; none where there is none, which may be a pattern.
  private static func start(of path: String) throws -> [UInt8] {
    guard SourceFile.isReadable(path), !SourceFile.isFolder(path) else { return [] }
    let file = try OpenFile(path: path)
    return try file.read(offset: 0, count: min(file.size, 1 << 18))
  }
}
