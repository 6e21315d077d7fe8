import Application
import Console
import FoundationEssentials
import Search

extension ClippoSearch {
  /// Looks for pictures and tells of them in every way that was asked for.
  func query(_ texts: [String]) throws {
    let query = try wantedQuery(texts)
    if let path = chosenIndex {
      let search = try pictureSearch(path)
      let finding = try search.find(query, limit: top)
      try tell(finding, writePage: search.writePage)
      if let sheet {
        try search.writeSheet(finding, to: sheet.string)
        StandardStream.error.writeLine("the pictures are in \(sheet)")
      }
    } else {
      try queryRun(query)
    }
  }

  private func wantedQuery(_ texts: [String]) throws -> SearchQuery {
    for text in texts + minus where text.allSatisfy(\.isWhitespace) {
      throw UsageError("a text is empty; say what to look for")
    }
    guard !texts.isEmpty || !images.isEmpty else {
      throw UsageError("there is nothing to look for; give a text, or a picture with --image")
    }
    return SearchQuery(
      texts: SearchQuery.texts(texts, languages: languages.elements),
      images: try images.map { SearchQuery.Image(name: $0.string, bytes: try FileContent.bytes($0.string)) },
      minus: SearchQuery.texts(minus, languages: languages.elements))
  }

  /// The search of an index, with the model that made it.
  func pictureSearch(_ path: String) throws -> PictureSearch {
    let named = checkpoint ?? folder
    let run = try named?.string ?? VectorIndex(path: path, verifying: .structure).ownRun()
    let method: SearchMethod = approximate ? .approximate(breadth: breadth) : int8 ? .bytes : .exact
    let search = try PictureSearch(
      path: path, model: IndexModel(path: run, options: loading), method: method, anyRenderer: anyRenderer)
    if let sentence = search.index.unfinished { StandardStream.error.writeLine(sentence) }
    return search
  }

  private func queryRun(_ query: SearchQuery) throws {
    guard checkpoint == nil else {
      throw UsageError("--checkpoint searches an index; name it with --index, or the run with --run")
    }
    guard !approximate, !int8 else {
      throw UsageError("--approximate and --int8 search an index; name it with --index")
    }
    let run = try folder.map { RunFolder(path: $0.string) } ?? RunFolder.newest()
    let search = try RunSearch(run, options: loading)
    let path = sheet?.string ?? "\(run.path)/search.png"
    if query.texts.count == 1, query.images.isEmpty, query.minus.isEmpty, !json, html == nil {
      let answer = try search.find(query.texts[0].text, language: query.texts[0].language, limit: top)
      if let loss = answer.loss { StandardStream.error.writeLine(loss) }
      StandardStream.output.writeLine(search.text(answer))
      try search.writeSheet(answer, to: path)
      StandardStream.error.writeLine("the pictures are in \(path)")
      return
    }
    let finding = try search.find(query, limit: top)
    try tell(finding, writePage: search.writePage)
    if let sheet {
      try search.writeSheet(finding, to: sheet.string)
      StandardStream.error.writeLine("the pictures are in \(sheet)")
    }
  }

  private func tell(_ finding: SearchFinding, writePage: (SearchFinding, String) throws -> Void) throws {
    if let loss = finding.loss { StandardStream.error.writeLine(loss) }
    StandardStream.output.writeLine(json ? finding.json().prettyText.dropLast().description : finding.text)
    if let html {
      try writePage(finding, html.string)
      StandardStream.error.writeLine("the pictures are in \(html)")
    }
  }
}

extension VectorIndex {
  /// Where the run was whose model made the index.
  func ownRun() throws -> String {
    guard let run = IndexModel.run(ofIndex: path, model: model) else {
      throw CommandError("\(path): the index does not say which run made it; name the run with --run")
    }
    return run
  }
}

/// A small file in memory.
enum FileContent {
  /// Bytes that are read at most.
  private static let limit = 64 << 20

  static func bytes(_ path: String) throws -> [UInt8] {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    if let size = attributes[.size] as? Int, size > limit {
      throw CommandError("\(path): the picture takes \(size) bytes; at most \(limit) are read")
    }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CommandError("\(path): the picture cannot be read")
    }
    return Array(bytes)
  }
}
