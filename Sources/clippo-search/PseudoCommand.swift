import Application
import Console
import Runtime

/// Captions for images that have none, of the words of their neighbors.
struct PseudoCommand: Command {
  static let name = "pseudo"
  static let summary = "Captions for images that have none: words of their nearest neighbors' captions."
  static let examples = [
    CommandExample("clippo-search pseudo images.clippo --lang zh --out pseudo.jsonl", "for clippo-train's --data")
  ]

  @Argument("file of the index", name: "index") var word: FilePath?
  var index = IndexOption()
  @Option("file of JSON lines", required: true) var out: FilePath = ""
  @Option("language of the captions; the only one by default") var lang: String?
  @Option("captioned images that words are taken of", in: 1...1000) var neighbors = 8
  @Option("words of an image at most", in: 1...100) var words = 6
  var threads = ThreadsOption()

  func validate() throws { try OutputFormats.lines("pseudo captions").ending(of: out.string) }

  func run() throws {
    let outcome = try PseudoCaptions(path: index.path(word), pool: threads.pool())
      .write(to: out.string, language: lang, neighbors: neighbors, words: words)
    var parts = [
      "\(NumberText.counted(outcome.given, "image", "images")) got words of \(NumberText.thousands(outcome.captioned)) captioned ones"
    ]
    if outcome.wordless > 0 {
      parts.append("\(NumberText.thousands(outcome.wordless)) got none, as their neighbors have no words")
    }
    if outcome.archived > 0 {
      parts.append("\(NumberText.thousands(outcome.archived)) lie in archives, which lines cannot name")
    }
    StandardStream.output.writeLine("\(out.string): \(parts.joined(separator: "; "))")
  }
}
