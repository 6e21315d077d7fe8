import Tensors

/// Tar shards in which files of one base name are a sample: a picture (`.jpg .jpeg .png .webp`) and its caption, as `.txt` in
/// the source's language, or as `.json` with `captions` (see `JSONLinesFormat`) or, from img2dataset, `caption`.
///
/// A shard is listed once; the list is kept beside other caches and made anew when the shard changes. Samples are then read
/// at any place without those before them.
struct WebDatasetFormat: SourceFormat {
  let source: CorpusSource
  let cache: ShardIndexCache

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    let paths = try shards(path)
    let shards = try pool.map(paths.count) { index, _ in try cache.index(of: paths[index]) }
    var problems = SkippedParts()
    for shard in shards { problems.add(shard.problems) }
    let store = try ShardRecords(shards, source: source)
    return SourceContent(store: store, problems: problems)
  }

  /// The folder may bear characters that are wildcards in patterns, so it is listed without one.
  private func shards(_ path: String) throws -> [String] {
    guard SourceFile.isFolder(path) else { return try files(path) }
    let names = try SourceFile.names(in: path).filter { $0.hasSuffix(".tar") && !$0.hasPrefix(".") }
    guard !names.isEmpty else { throw CorpusError("\(path): no file in the folder ends in .tar") }
    return names.map { path + "/" + $0 }
  }
}
