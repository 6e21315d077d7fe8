import Tensors

/// XTD10 as distributed: a folder with `test_image_names.txt` and `test_1kcaptions_LANGUAGE.txt`, line by line (Aggarwal and
/// Kale 2020). Its Japanese file bears `jp`, which becomes the language's tag, ja.
struct XTD10Format: SourceFormat {
  let source: CorpusSource

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    let (prefix, suffix) = ("test_1kcaptions_", ".txt")
    let columns = try SourceFile.names(in: path).filter { $0.hasPrefix(prefix) && $0.hasSuffix(suffix) }.map { name in
      let tag = String(name.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count))
      return AlignedLines.Column(language: tag == "jp" ? "ja" : tag, path: path + "/" + name)
    }
    guard !columns.isEmpty else { throw CorpusError("\(path): no file test_1kcaptions_LANGUAGE.txt is in the folder") }
    return try AlignedLines(names: path + "/test_image_names.txt")
      .images(columns, folder: source.images ?? path, role: source.role)
  }
}
