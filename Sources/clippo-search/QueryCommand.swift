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
  @Option("languages of the texts in their order, where scripts share characters; the run's first by default")
  var lang = CommaSeparated<String>([])
  @Option("file of the index; images.clippo by default where it is there and no run is named", name: "index")
  var indexFile: FilePath?
  var model = ModelOptions()
  @Option("how many images", in: 1...1000) var top = 10
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
  }

  func run() throws {
    let query = SearchQuery(
      texts: SearchQuery.texts(texts, languages: lang.elements),
      images: try images.map { SearchQuery.Image(name: $0.string, bytes: try FileContent.bytes($0.string)) },
      minus: SearchQuery.texts(negative, languages: lang.elements))
    guard let path = indexFile?.string ?? (model.named == nil ? IndexPlace.present : nil) else {
      return try queryRun(query)
    }
    let search = try method.search(path, model)
    let finding = try search.find(query, limit: top)
    try tell(finding, writePage: search.writePage, writeSheet: search.writeSheet)
  }

  private func queryRun(_ query: SearchQuery) throws {
    guard model.checkpoint == nil else {
      throw UsageError("--checkpoint searches an index; name it with --index, or the run with --run")
    }
    if method.isGiven {
      throw UsageError("\(method.given.joined(separator: ", ")): an index is searched so; name it with --index")
    }
    let run = try model.folder.map { RunFolder(path: $0.string) } ?? RunFolder.newest()
    let search = try RunSearch(run, options: model.loading)
    if query.texts.count == 1, query.images.isEmpty, query.minus.isEmpty, !json, html == nil {
      return try answer(query.texts[0], search, sheet: sheet?.string ?? "\(run.path)/search.png")
    }
    let finding = try search.find(query, limit: top)
    try tell(finding, writePage: search.writePage, writeSheet: search.writeSheet)
  }

  /// One text alone is answered with names and a sheet.
  private func answer(_ query: SearchQuery.Text, _ search: RunSearch, sheet path: String) throws {
    let answer = try search.find(query.text, language: query.language, limit: top)
    if let loss = answer.loss { StandardStream.error.writeLine(loss) }
    StandardStream.output.writeLine(search.text(answer))
    try search.writeSheet(answer, to: path)
    StandardStream.error.writeLine("the images are in \(path)")
  }

  private func tell(
    _ finding: SearchFinding, writePage: (SearchFinding, String) throws -> Void,
    writeSheet: (SearchFinding, String) throws -> Void
  ) throws {
    if let loss = finding.loss { StandardStream.error.writeLine(loss) }
    StandardStream.output.writeLine(json ? finding.json().prettyText.dropLast().description : finding.text)
    if let html {
      try writePage(finding, html.string)
      StandardStream.error.writeLine("the images are in \(html)")
    }
    if let sheet {
      try writeSheet(finding, sheet.string)
      StandardStream.error.writeLine("the images are in \(sheet)")
    }
  }
}
