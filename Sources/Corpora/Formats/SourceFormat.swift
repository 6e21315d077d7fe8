import Runtime

/// Reads files of one kind. Each has a file in `Formats/` and a case in `CorpusFormat`.
protocol SourceFormat {
  /// Finds the records of one file, folder or pattern; images are not opened.
  ///
  /// Throws where nothing can be read at all; single records that cannot are skipped.
  func read(_ path: String, pool: ThreadPool) throws -> SourceContent
}

extension CorpusFormat {
  /// What reads this format; nil for `automatic`.
  ///
  /// - Parameters:
  ///   - cache: where lists of shards are kept.
  ///   - needsCaptions: whether an image without a text is skipped, where the format has such images.
  func reader(of source: CorpusSource, cache: ShardIndexCache, needsCaptions: Bool = true) -> (any SourceFormat)? {
    switch self {
    case .automatic: nil
    case .jsonl: JSONLinesFormat(source: source)
    case .webdataset: WebDatasetFormat(source: source, cache: cache)
    case .table: TableFormat(source: source)
    case .coco: COCOFormat(source: source)
    case .chineseCLIP: ChineseCLIPFormat(source: source, needsCaptions: needsCaptions)
    case .folder: FolderFormat(source: source, needsCaptions: needsCaptions)
    case .xm3600: XM3600Format(source: source)
    case .xtd10: XTD10Format(source: source)
    case .multi30k: Multi30kFormat(source: source)
    case .keyedLines: KeyedLinesFormat(source: source)
    case .cocoCN: COCOCNFormat(source: source)
    case .aic: AICFormat(source: source)
    case .iglue: IGLUEFormat(source: source)
    }
  }
}

extension SourceFormat {
  /// The files that a pattern stands for, in order and each once, or the one file that a plain path is.
  func files(_ path: String) throws -> [String] {
    // A file may bear such characters in its name.
    if SourceFile.exists(path) { return [path] }
    let names = path.contains("{") ? try BracePattern(path).names() : [path]
    var seen: Set<String> = []
    return try names.flatMap { name in
      let isPattern = name.contains("*") || name.contains("?") || name.contains("[")
      return isPattern && !SourceFile.exists(name) ? try matches(name) : [name]
    }.filter { seen.insert($0).inserted }
  }

  /// The files that wildcards fit, or else the packed ones that they would fit without `.gz`.
  private func matches(_ pattern: String) throws -> [String] {
    do { return try GlobPattern(pattern).paths() } catch {
      guard let packed = try? GlobPattern(pattern + ".gz").paths() else { throw error }
      return packed
    }
  }
}
