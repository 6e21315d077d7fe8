extension CorpusFormat {
  /// What a path looks like: by its name, by what a folder holds, and by the first line where names are alike.
  init(guessing path: String) throws {
    let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    switch true {
    case SourceFile.isFolder(path): self = .init(guessingFolder: path)
    case name.hasSuffix("_texts.jsonl") || name.hasSuffix("_imgs.tsv"): self = .chineseCLIP
    case name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson"): self = .init(guessingLines: path)
    case name.hasSuffix(".tar"): self = .webdataset
    case name.hasSuffix(".csv") || name.hasSuffix(".tsv"): self = .table
    case name.hasSuffix(".json"): self = AICFormat.isBegun(by: Self.start(of: path)) ? .aic : .coco
    case name.hasSuffix("human-written-caption.txt"): self = .cocoCN
    case name.hasSuffix(".txt") && KeyedLinesFormat.isBegun(by: Self.start(of: path)): self = .keyedLines
    case !SourceFile.exists(path) && Multi30kFormat.lists(of: path).contains(where: SourceFile.exists): self = .multi30k
    default:
      let known = CorpusFormat.allCases.dropFirst().map(\.rawValue).joined(separator: ", ")
      let isPattern = path.contains { "*?[{".contains($0) }
      throw CorpusError(
        SourceFile.exists(path) || isPattern
          ? "\(path): the name does not say how the file is written; give the source's format: \(known)"
          : "\(path): there is no such file or folder")
    }
  }

  private init(guessingFolder path: String) {
    switch true {
    case SourceFile.exists(path + "/test_image_names.txt"): self = .xtd10
    case SourceFile.exists(path + "/" + COCOCNFormat.captionsName): self = .cocoCN
    case SourceFile.exists(path + "/captions.jsonl"): self = .init(guessingLines: path + "/captions.jsonl")
    case JSONLinesFormat.isEmojiCorpus(path): self = .jsonl
    case SourceFile.holds(path, suffix: ".tar") || ShardFolder.isLaidOut(path): self = .webdataset
    default: self = .folder
    }
  }

  /// Crossmodal-3600 is told from our JSON lines by its first line.
  private init(guessingLines path: String) {
    self = XM3600Format.isBegun(by: Self.start(of: path)) ? .xm3600 : .jsonl
  }

  /// The first bytes of a file; none where it cannot be read, which reading it will say.
  private static func start(of path: String) -> [UInt8] {
    let file = try? OpenFile(path: path)
    return file.flatMap { try? $0.read(offset: 0, count: min($0.size, 1 << 18)) } ?? []
  }
}
