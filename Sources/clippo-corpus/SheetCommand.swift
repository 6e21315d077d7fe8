import Console
import Corpora
import Files
import Images
import Runtime

/// Draws a batch as training sees it.
struct SheetCommand: Command {
  static let name = "sheet"
  static let summary = "An image of what training sees: images as augmented, each with its caption's page."
  static let examples = [CommandExample("clippo-corpus sheet my-emoji --out sheet.png", "48 pairs")]

  @Argument("folder of the corpus") var folder: FilePath = ""
  @Option("file of the image, in PNG", required: true) var out: FilePath = ""
  var captions = ChosenLanguages()
  var page = PageOptions()
  @Option("number that decides what is shown") var seed: UInt64 = 0
  @Option("worker threads", in: 1...256) var threads = 2

  func validate() throws {
    try captions.validate()
    try OutputFormats.png("a sheet").ending(of: out.string)
  }

  func run() throws {
    let corpus = try Corpus.open(folder.string)
    var options = BatchOptions()
    options.batch = 48
    let loader = try BatchLoader(
      corpus: corpus, languages: captions.chosen(of: corpus), options: options, pool: ThreadPool(threads: threads),
      seed: seed, makeReader: page.rendererMaker())
    let sheet = BatchSheet(
      try loader.next(), patchSize: options.photo.patchSize, side: options.photo.side, pageRows: page.rows,
      pageColumns: page.columns)
    try AtomicFile.write(PNG.encode(sheet.image), to: out.string)
  }
}
