import Application
import Console
import Corpora
import Runtime

/// How the images of an index are listed, and what becomes of those that cannot be read.
struct IndexedFiles: OptionGroup {
  @Option("how the images' files are listed") var format = CorpusFormat.automatic
  @Option("folder that images' paths are relative to; the file's own by default") var images: FilePath?
  var language = LanguageOption()
  @Option("split to take where the file names splits; all by default") var split: String?
  @Option("images that are written together: what an interruption may cost", in: 1...1_000_000) var segment = 4096
  @Option("file to list images in that cannot be read, one JSON object per line") var skipped: FilePath?

  /// The images of a folder, a file or a pattern. Where nothing can be read, the file that `--skipped` names says why all
  /// the same.
  func open(_ place: String, pool: ThreadPool) throws -> SourceContent {
    let report: (String) -> Void = { StandardStream.error.writeLine($0) }
    let open = { try source(place).openImages(pool: pool, report: report) }
    guard let skipped else { return try open() }
    return try SkippedList(path: skipped.string).explaining(open, report: report)
  }

  private func source(_ place: String) -> CorpusSource {
    var source = CorpusSource(path: IndexBuild.place(of: place))
    source.format = format
    source.images = images.map { IndexBuild.place(of: $0.string) }
    source.language = language.lang
    source.split = split
    return source
  }

  func list(_ records: SkippedRecords) throws {
    if let skipped { return try SkippedList(path: skipped.string).write(records) }
    for line in records.lines(atMost: 10) { StandardStream.error.writeLine(line) }
    if records.entryCount > 10 { StandardStream.error.writeLine("--skipped lists them") }
  }
}
