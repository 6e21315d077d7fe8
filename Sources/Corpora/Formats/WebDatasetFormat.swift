import Runtime

/// Tar shards in which files of one base name are a sample: an image (`.jpg .jpeg .png .webp`) and its caption, as `.txt` in
/// the source's language, or as `.json` with `captions` (see `JSONLinesFormat`) or, from img2dataset, `caption`.
///
/// A folder may be laid out as CLIP_benchmark does, see `ShardFolder`. Samples that name no split have the one that the shard's
/// path tells, see `SplitName.inPath`.
///
/// A shard is listed once; the list is kept beside other caches and made anew when the shard changes. Samples are then read
/// at any place without those before them.
struct WebDatasetFormat: SourceFormat {
  let source: CorpusSource
  let cache: ShardIndexCache

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    var source = source
    let paths: [String]
    let usualSplit: String?
    // A folder may bear characters that are wildcards in patterns, so it is listed without one.
    if SourceFile.isFolder(path) {
      let folder = try ShardFolder(path, split: source.split)
      paths = folder.shards
      if folder.isRetrieval { source.captionLines = true }
      // The folder was chosen, so that its records need not name the split.
      if folder.split != nil { source.split = nil }
      usualSplit = folder.split
    } else {
      paths = try files(path)
      usualSplit = nil
    }
    let languageMember = source.table.languageColumn
    let shards = try pool.map(paths.count) { index, _ in
      var shard = try cache.index(of: paths[index], languageMember: languageMember)
      if let usualSplit { shard.usualSplit = usualSplit }
      return shard
    }
    if let languageMember { try NamedLanguage.check(languageMember, of: shards, at: path) }
    var skipped = SkippedRecords()
    let cut = CutShards(shards)
    var splits = SplitSelection(source.split)
    for shard in shards {
      skipped.add(shard.skipped)
      if let rest = cut.problem(of: shard) { skipped.add(rest) }
      for (split, count) in shard.splitCounts { _ = splits.takes(split.isEmpty ? nil : split, count: count) }
    }
    let store = try ShardRecords(shards, source: source)
    return SourceContent(store: store, skipped: skipped, notes: try splits.notes(at: path))
  }
}
