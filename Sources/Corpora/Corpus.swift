import Console

/// A folder of pictures and captions: `corpus.json` (what it is), `pictures.jsonl` (one line a picture), PNG files.
public struct Corpus: Sendable {
  static let manifestName = "corpus.json"
  static let picturesName = "pictures.jsonl"

  public let folder: String
  public let manifest: CorpusManifest
  /// In the order of the file; training pictures first where the builder wrote them so.
  public let images: [CaptionedImage]

  public var languages: [String] { manifest.languages }

  /// Reads manifest and records; pictures are not opened.
  ///
  /// Throws when the folder is not a whole corpus, with file and line.
  public static func open(_ folder: String) throws -> Corpus {
    let manifestPath = folder + "/" + manifestName
    guard SourceFile.exists(manifestPath) else {
      throw CorpusError(
        "\(folder): not a corpus, it holds no \(manifestName); build one with: clippo-corpus emoji --lang zh --out \(folder)"
      )
    }
    let json = try JSONValue(parsing: try SourceFile.bytes(manifestPath), source: manifestPath)
    let manifest = try CorpusManifest(json: json, origin: manifestPath)
    let recordsPath = folder + "/" + picturesName
    var images: [CaptionedImage] = []
    var line = 0
    for content in try SourceFile.bytes(recordsPath).split(separator: 0x0A, omittingEmptySubsequences: false) {
      line += 1
      guard !content.isEmpty else { continue }
      images.append(
        try CaptionedImage(line: content, folder: folder, origin: Origin(file: recordsPath, line: line)))
    }
    try check(images, against: manifest, path: recordsPath)
    return Corpus(folder: folder, manifest: manifest, images: images)
  }

  /// A file cut short at a line's end would otherwise look whole.
  private static func check(_ images: [CaptionedImage], against manifest: CorpusManifest, path: String) throws {
    for split in [CorpusSplit.train, .composition, .style] {
      let found = images.count { $0.split == split }
      let promised = manifest.pictures[split] ?? 0
      guard found == promised else {
        throw CorpusError(
          "\(path): the file has \(found) pictures of the split \(split.rawValue), the manifest says \(promised); build the corpus anew"
        )
      }
    }
  }

  /// The pictures whose names in `language` are queries of `split`, in order.
  public func images(of split: CorpusSplit, in language: String) -> [CaptionedImage] {
    images.filter { $0.isQuery(of: split, in: language) }
  }
}
