import Console
import Corpora
import Reports
import Runtime

/// What becomes of the captions of a built corpus.
struct AuditCommand: Command {
  static let name = "audit"
  static let summary = "Patches per caption of a built corpus, and what is lost in drawing."
  static let examples = [
    CommandExample("clippo-corpus audit my-emoji --lang en", "captions by their number of patches"),
    CommandExample("clippo-corpus audit my-emoji --lang all --out audit.html", "the same with images of the pages"),
  ]

  @Argument("folder of the corpus") var folder: FilePath = ""
  var captions = ChosenLanguages()
  var page = PageOptions()
  @Option("page to write, in HTML") var out: FilePath?
  @Option("worker threads", in: 1...256) var threads = 2

  func validate() throws {
    try captions.validate()
    if let out { try OutputFormats.page("a page").ending(of: out.string) }
  }

  func run() throws {
    let corpus = try Corpus.open(folder.string)
    let pool = try ThreadPool(threads: threads)
    let makeRenderer = try page.rendererMaker()
    let languages = try captions.chosen(of: corpus)
    let audits = try languages.enumerated().map { number, language in
      if languages.count > 1 {
        StandardStream.error.writeLine("\(number + 1) of \(languages.count): \(language)")
      }
      return try CaptionAudit(
        of: corpus, language: language, pageCapacity: page.rows * page.columns, pool: pool, makeRenderer: makeRenderer)
    }
    StandardStream.output.writeLine(AuditReport.text(of: audits))
    guard let out else { return }
    let title = corpus.folder.split(separator: "/").last.map { String($0) } ?? corpus.folder
    try AuditPage(audits, title: title, columns: page.columns).write(to: out.string)
    StandardStream.error.writeLine("written to \(out)")
  }
}
