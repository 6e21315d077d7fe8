import Console
import Recipes

@main
struct ClippoSearch: Command {
  static let name = "clippo-search"
  static let summary = "Finds the pictures of a run that are nearest to a text."
  static let examples = [
    CommandExample("clippo-search 红色的心", "in the newest run"),
    CommandExample("clippo-search \"smiling cat\" --run runs/emoji-en --top 3", "in that run, the best three"),
  ]

  @Argument("what to look for") var text = ""
  @Option("folder of the run; the newest one under runs/ where it is left out", name: "run") var folder: FilePath?
  @Option("language of the text, where scripts share characters; the run's first where it is left out") var lang:
    String?
  @Option("search although the fonts draw differently now") var anyRenderer = false
  @Option("how many pictures", in: 1...1000) var top = 10
  @Option("contact sheet to write; search.png in the run's folder where it is left out") var sheet: FilePath?

  func run() throws {
    guard text.contains(where: { !$0.isWhitespace }) else { throw UsageError("<text> is empty; say what to look for") }
    let run = try folder.map { RunFolder(path: $0.string) } ?? RunFolder.newest()
    let search = try RunSearch(run, options: LoadingOptions(anyRenderer: anyRenderer))
    let answer = try search.find(text, language: lang, limit: top)
    if let loss = answer.loss { StandardStream.error.writeLine(loss) }
    print(search.text(answer))
    let path = sheet?.string ?? "\(run.path)/search.png"
    try search.writeSheet(answer, to: path)
    StandardStream.error.writeLine("the pictures are in \(path)")
  }
}
