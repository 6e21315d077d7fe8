import JSON

/// A built emoji corpus: `corpus.json` (what it is), `pictures.jsonl` (one line an image), PNG files.
enum EmojiFolder {
  /// What a corpus of emoji calls itself.
  static let kind = "emoji"
  static let manifestName = "corpus.json"
  static let imagesName = "pictures.jsonl"
}

extension Corpus {
  /// Reads manifest and records of a built emoji corpus; images are not opened.
  ///
  /// Throws when the folder is not a whole corpus, with file and line.
  public static func open(_ folder: String) throws -> Corpus {
    let manifestPath = folder + "/" + EmojiFolder.manifestName
    guard SourceFile.exists(manifestPath) else {
      throw CorpusError(
        "\(folder): not a corpus, it holds no \(EmojiFolder.manifestName); build one with: clippo-corpus emoji --lang zh --out \(folder)"
      )
    }
    let json = try JSONValue(parsing: try SourceFile.bytes(manifestPath), source: manifestPath)
    let manifest = try EmojiManifest(json: json, origin: manifestPath)
    let recordsPath = folder + "/" + EmojiFolder.imagesName
    var images: [CaptionedImage] = []
    var line = 0
    for content in try SourceFile.bytes(recordsPath).split(separator: 0x0A, omittingEmptySubsequences: false) {
      line += 1
      guard !content.isEmpty else { continue }
      images.append(
        try CaptionedImage(line: content, folder: folder, origin: Origin(file: recordsPath, line: line)))
    }
    try check(images, against: manifest, path: recordsPath)
    return Corpus(
      folder: folder, kind: manifest.kind, languages: manifest.languages,
      counts: CorpusCounts(splits: CorpusSplit.ofEmoji, images: manifest.images, captioned: manifest.counts),
      parts: [Part(store: try ListedRecords(images))], credits: manifest.sources)
  }

  /// A file cut short at a line's end would otherwise look whole.
  private static func check(_ images: [CaptionedImage], against manifest: EmojiManifest, path: String) throws {
    for split in [CorpusSplit.train, .composition, .style] {
      let found = images.count { $0.split == split }
      let promised = manifest.images[split] ?? 0
      guard found == promised else {
        throw CorpusError(
          "\(path): the file has \(found) images of the split \(split.rawValue), the manifest says \(promised); build the corpus anew"
        )
      }
    }
  }
}
