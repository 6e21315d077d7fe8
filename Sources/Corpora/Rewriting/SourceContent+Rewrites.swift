import Console
import Runtime

extension SourceContent {
  /// The source with the lines of its files of rewrites among the captions.
  ///
  /// - Parameters:
  ///   - source: whose `rewrites` they are, with whole paths.
  ///   - path: of the source, for complaints.
  ///
  /// Returns sentences on lines that are not used. Throws where a file has another number of lines than the source has rows, or nobody can tell which line belongs to which.
  mutating func addRewrites(of source: CorpusSource, path: String, pool: ThreadPool) throws -> [String] {
    guard !source.rewrites.isEmpty else { return [] }
    if let complaint = rows?.complaint {
      throw CorpusError("\(complaint); the rows behind it have no numbers, and files of rewrites go by these")
    }
    let lost = (skipped.total + RecordCount(absent)).count
    guard rows != nil || lost == 0 else {
      throw CorpusError(
        "\(path): \(NumberText.counted(lost, "record", "records")) of it cannot be used, and nothing says which lines of "
          + "the files of rewrites are theirs; convert it first (clippo-corpus convert) and rewrite the shards")
    }
    let count = rows?.count ?? store.catalog.count
    let files = try source.rewrites.map { file in
      if let complaint = file.language.flatMap(CaptionTag.complaint) {
        throw CorpusError("\(file.path): the language of the rewrites \(complaint)")
      }
      return try RewriteLines(file, at: file.path, rows: count, of: path, pool: pool)
    }
    store = try RewrittenRecords(store, rows: rows, files: files, pool: pool)
    return files.filter { $0.unused > 0 }.map { lines in
      "\(lines.file.path): \(NumberText.counted(lines.unused, "line", "lines")) of \(NumberText.thousands(count)) "
        + "have fewer than \(NumberText.counted(lines.file.minUnits, "word or character", "words or characters")) and "
        + "were left out"
    }
  }
}
