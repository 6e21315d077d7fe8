import Runtime

/// XTD10 as distributed: a folder with `test_image_names.txt` and `test_1kcaptions_LANGUAGE.txt`, line by line (Aggarwal and
/// Kale 2020). Captions of other authors stand in the folders `MIC` and `STAIR` beside it; they are read too. The Japanese
/// file bears `jp`, which becomes the language's tag, ja. The images are COCO's of 2014, wherever the source's `images` says.
struct XTD10Format: SourceFormat {
  let source: CorpusSource

  private static let (prefix, suffix) = ("test_1kcaptions_", ".txt")

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    let neighbors = ["MIC", "STAIR"].map { SourceFile.folder(of: path) + "/" + $0 }.filter(SourceFile.isFolder)
    var columns: [AlignedLines.Column] = []
    for folder in [path] + neighbors {
      for column in try self.columns(in: folder) where !columns.contains(where: { $0.language == column.language }) {
        columns.append(column)
      }
    }
    guard !columns.isEmpty else { throw CorpusError("\(path): no file test_1kcaptions_LANGUAGE.txt is in the folder") }
    let lines = try AlignedLines(names: path + "/test_image_names.txt", folder: path)
    return try lines.content(columns, of: source, at: path)
  }

  private func columns(in folder: String) throws -> [AlignedLines.Column] {
    try SourceFile.readableNames(in: folder).compactMap { name in
      guard name.hasPrefix(Self.prefix), name.hasSuffix(Self.suffix) else { return nil }
      let tag = String(name.dropFirst(Self.prefix.utf8.count).dropLast(Self.suffix.utf8.count))
      guard CaptionTag.complaint(tag) == nil else { return nil }
      return AlignedLines.Column(language: tag == "jp" ? "ja" : tag, path: folder + "/" + name)
    }
  }
}
