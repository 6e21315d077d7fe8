import Application
import Console
import Corpora
import Files
import Runtime

/// How the images of an index are listed, and what becomes of those that cannot be read.
struct IndexedFiles: OptionGroup {
  @Option("how the images' files are listed") var format = CorpusFormat.automatic
  @Option("folder that images' paths are relative to; the file's own by default") var images: FilePath?
  var language = LanguageOption()
  @Option("split to take where the file names splits; all by default") var split: String?
  @Option("images that are written together: what an interruption may cost", in: 1...1_000_000) var segment = 4096
  @Option("file to list images in that cannot be read, one JSON object per line") var problems: FilePath?

  /// The images of a folder, a file or a pattern. Where nothing can be read, the file that `--problems` names says why all
  /// the same.
  func open(_ place: String, pool: ThreadPool) throws -> SourceContent {
    do { return try source(place).openImages(pool: pool) { StandardStream.error.writeLine($0) } } catch let error
      as CorpusError
    {
      if problems != nil, !error.problems.isEmpty { try list(error.problems) }
      throw error
    }
  }

  private func source(_ place: String) -> CorpusSource {
    var source = CorpusSource(path: IndexBuild.place(of: place))
    source.format = format
    source.images = images.map { IndexBuild.place(of: $0.string) }
    source.language = language.lang
    source.split = split
    return source
  }

  func list(_ skipped: SkippedParts) throws {
    if let problems { return try AtomicFile.write(skipped.jsonLines, to: problems.string) }
    for line in skipped.lines(atMost: 10) { StandardStream.error.writeLine(line) }
    if skipped.problemCount > 10 { StandardStream.error.writeLine("--problems lists them") }
  }
}
