import Runtime

/// Tar shards in which files of one base name are a sample: a picture (`.jpg .jpeg .png .webp`) and its caption, as `.txt` in
/// the source's language, or as `.json` with `captions` (see `JSONLinesFormat`) or, from img2dataset, `caption`.
///
/// A folder may be laid out as CLIP_benchmark does, see `ShardFolder`.
///
/// A shard is listed once; the list is kept beside other caches and made anew when the shard changes. Samples are then read
/// at any place without those before them.
struct WebDatasetFormat: SourceFormat {
  let source: CorpusSource
  let cache: ShardIndexCache

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    var source = source
    let paths: [String]
    // A folder may bear characters that are wildcards in patterns, so it is listed without one.
    if SourceFile.isFolder(path) {
      let folder = try ShardFolder(path, split: source.split)
      paths = folder.shards
      if folder.isRetrieval { source.captionLines = true }
      if folder.isSplit { source.split = nil }
    } else {
      paths = try files(path)
    }
    let languageMember = source.table.languageColumn
    let shards = try pool.map(paths.count) { index, _ in
      try cache.index(of: paths[index], languageMember: languageMember)
    }
    var problems = SkippedParts()
    let cut = CutShards(shards)
    var splits = SplitSelection(source.split)
    for shard in shards {
      problems.add(shard.problems)
      if let rest = cut.problem(of: shard) { problems.add(rest) }
      for (split, count) in shard.splitCounts { _ = splits.takes(split.isEmpty ? nil : split, count: count) }
    }
    let store = try ShardRecords(shards, source: source)
    return SourceContent(store: store, problems: problems, notes: try splits.notes(at: path))
  }
}
