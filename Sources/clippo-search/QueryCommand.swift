import Application
import Console

/// Looks for images and tells of them in every way that was asked for.
struct QueryCommand: Command {
  static let name = "query"
  static let summary = "Finds images by texts and images."
  static let examples = [
    CommandExample("clippo-search \"smiling cat\" --run runs/emoji-en --top 3", "of that run, the best three"),
    CommandExample(
      "clippo-search query 海 sea --lang zh,en --image x.jpg --html found.html", "several texts and an image at once"),
    CommandExample("clippo-search query 海 --json", "for programs"),
  ]

  @Argument("what to look for") var texts: [String] = []
  @Option("image that images should be like", name: "image") var images: [FilePath] = []
  @Option("text that images should not be like") var negative: [String] = []
  @Option("how much a text counts beside an image, which counts 1", in: SearchQuery.textWeights)
  var textWeight: Double?
  @Option("languages of the texts in their order, where scripts share characters; the run's first by default")
  var lang = CommaSeparated<String>([])
  @Option("file of the index; images.clippo by default where it is there and no run is named", name: "index")
  var indexFile: FilePath?
  var model = ModelOptions()
  @Option("how many images", in: 1...1000) var top = 10
  @Option(
    "images nearest by their vectors that are scored again token by token; for models that were trained so (filip, wukong)",
    in: 1...10_000)
  var rescore: Int?
  @Option("print what is found as JSON") var json = false
  @Option("page to write with the images in it") var html: FilePath?
  @Option("contact sheet to write; search.png in the run's folder where a run is searched") var sheet: FilePath?
  var method = MethodOptions()

  func validate() throws {
    try method.validate()
    if let html { try OutputFormats.page("a page").ending(of: html.string) }
    if let sheet { try OutputFormats.png("a contact sheet").ending(of: sheet.string) }
    for text in texts + negative where text.allSatisfy(\.isWhitespace) {
      throw UsageError("a text is empty; say what to look for")
    }
    guard !texts.isEmpty || !images.isEmpty else {
      throw UsageError("there is nothing to look for; give a text, or an image with --image")
    }
    if rescore != nil, texts.count != 1 || !images.isEmpty || !negative.isEmpty {
      throw UsageError("--rescore compares one text with images; leave out the other texts, --image and --negative")
    }
    if textWeight != nil, images.isEmpty || (texts + negative).isEmpty {
      throw UsageError("--text-weight would change nothing without a text and an image, --image")
    }
    try LanguageWords.check(lang.elements)
    guard !lang.elements.contains(LanguageWords.all) else {
      throw UsageError("--lang: a text is of one language, not of “\(LanguageWords.all)”; name it, such as zh")
    }
  }

  func run() throws {
    let query = SearchQuery(
      texts: SearchQuery.texts(texts, languages: lang.elements),
      images: try images.map { SearchQuery.Image(name: $0.string, bytes: try FileContent.bytes($0.string)) },
      minus: SearchQuery.texts(negative, languages: lang.elements), textWeight: textWeight ?? 1)
    let (search, run) = try method.search(index: indexFile?.string, model)
    if let warning = search.warning { StandardStream.error.writeLine(warning) }
    let finding =
      try rescore.map { try search.find(query, limit: top, rescoring: $0) } ?? search.find(query, limit: top)
    if let loss = finding.loss { StandardStream.error.writeLine(loss) }
    StandardStream.output.writeLine(json ? finding.json().prettyText.dropLast().description : finding.text)
    if let html {
      try search.writePage(finding, to: html.string)
      StandardStream.error.writeLine("the images are in \(html)")
    }
    // One text alone that a run is asked is answered with a sheet, too.
    let isPlain = query.texts.count == 1 && query.images.isEmpty && query.minus.isEmpty && !json && html == nil
    if let sheet = sheet?.string ?? (isPlain ? run.map { "\($0.path)/search.png" } : nil) {
      do {
        try search.writeSheet(finding, to: sheet)
        StandardStream.error.writeLine("the images are in \(sheet)")
      } catch  where self.sheet == nil {
        // Nobody asked for it, and the answer is there.
        StandardStream.error.writeLine("no contact sheet was written: \(error)")
      }
    }
  }
}
