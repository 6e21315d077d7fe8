import Console
import Corpora
import Files
import Images
import JSON
import Reports

/// What a query found.
public struct SearchFinding: Sendable {
  /// One image.
  public struct Item: Sendable {
    /// In the index.
    public let number: Int
    /// Cosine with the query, -1…1.
    public let score: Float
    public let image: IndexedImage
    /// Its embedding, of unit length.
    let vector: [Float]

    /// Its captions in some languages, and the others; the first caption alone where it has none in them.
    func captions(in languages: [String]) -> (named: [NamedTexts], others: [NamedTexts]) {
      let texts = image.captions.filter { !$0.texts.isEmpty }
      let named = texts.filter { languages.contains($0.language) }
      return named.isEmpty
        ? (Array(texts.prefix(1)), Array(texts.dropFirst()))
        : (named, texts.filter { !languages.contains($0.language) })
    }
  }

  public let query: SearchQuery
  /// Best first.
  public let items: [Item]
  /// What of the texts the model did not see, as a sentence; nil when it saw all.
  public let loss: String?
  /// What the model reads of the first text; nil where there is none.
  let page: PatchSequence?
  /// The query's embedding, of unit length.
  let vector: [Float]
  /// What people who ask so read: the languages of the query's texts, or those that the model was trained in.
  let languages: [String]
  /// Places a row of the whole page.
  let pageColumns: Int
  /// Images that were searched.
  public let searched: Int
  /// Seconds of reading the query, of searching, and of both.
  public let seconds: Double
}

extension SearchFinding {
  /// Columns of a terminal that an image's name may take.
  private static let nameColumns = 72

  /// The languages of a query, or those of a model.
  static func languages(of query: SearchQuery, model: RunModel) -> [String] {
    let queried = query.texts.compactMap(\.language)
    return queried.isEmpty ? model.recipe.languages : queried
  }

  /// A table for a terminal: place, score, names, id.
  public var text: String {
    let results = items.map { item in
      SearchResult(
        score: item.score, id: item.image.id,
        name: DisplayWidth.truncated(
          item.captions(in: languages).named.map { $0.texts[0] }.joined(separator: " · "), to: Self.nameColumns))
    }
    return SearchResult.table(results).text()
  }

  /// - Parameter withOrigins: whether it says where images' files are.
  public func json(withOrigins: Bool = true) -> JSONValue {
    func texts(_ texts: [SearchQuery.Text]) -> JSONValue {
      .array(
        texts.map { ["text": .string($0.text), "language": $0.language.map { .string($0) } ?? .null] })
    }
    return [
      "query": [
        "texts": texts(query.texts), "images": .array(query.images.map { .string($0.name) }),
        "minus": texts(query.minus), "textWeight": .number(query.textWeight),
      ],
      "searched": .integer(searched), "seconds": .number(seconds), "lost": loss.map { .string($0) } ?? .null,
      "hits": .array(items.enumerated().map { Self.json($1, rank: $0 + 1, withOrigins: withOrigins) }),
    ]
  }

  private static func json(_ item: Item, rank: Int, withOrigins: Bool) -> JSONValue {
    var members = [
      JSONMember("rank", .integer(rank)), JSONMember("item", .integer(item.number)),
      JSONMember("score", .number(Double(item.score))), JSONMember("id", .string(item.image.id)),
    ]
    if withOrigins { members.append(JSONMember("origin", .string(item.image.location.description))) }
    members.append(JSONMember("captions", item.image.json["captions"] ?? .null))
    return .object(members)
  }

  /// Writes the images with their names as one HTML file, and pages colored where they speak for the image.
  ///
  /// - Parameter model: that made the vectors.
  func writePage(to path: String, model: RunModel) throws {
    let pages = try FindingPages(self, model: model)
    let found = try items.map { item in
      let (named, others) = item.captions(in: languages)
      let name = named.first?.texts.first ?? item.image.id
      let image = (try? item.image.location.shown(side: 240)).flatMap {
        try? ReportImage($0, description: name, longest: 240)
      }
      return SearchPage.Found(
        image: image, score: item.score, id: item.image.id, captions: named, others: others,
        pages: try pages.pages(of: item))
    }
    let title = query.title
    let lead =
      "\(NumberText.thousands(items.count)) of \(NumberText.counted(searched, "image", "images")), with their cosine."
      + (model.readers.tokenizer == nil && page != nil
        ? " Pages are colored where they speak for the image: the cosine falls most without these patches." : "")
    let page = try page.map { try ReportImage(page: $0, columns: pageColumns, text: query.texts.first?.text ?? "") }
    try SearchPage(title: title, lead: lead, page: page, found: found).write(to: path)
  }

  /// Writes the images with score and name, and the text as the model sees it, as one image. Where the model reads tokens, the
  /// text is drawn all the same.
  ///
  /// - Parameter model: that made the vectors.
  func writeSheet(to path: String, model: RunModel) throws {
    let captions = try SheetCaptions(fonts: model.readers.renderers.fonts)
    let page =
      try page
      ?? query.texts.first.map {
        try model.readers.renderers.make().drawPage(for: $0.text, language: $0.language ?? model.recipe.languages[0])
          .patches
      }
    let entries = try items.compactMap { item -> ContactSheet.Entry? in
      guard let image = try? item.image.location.shown(side: ContactSheet.imageSide) else { return nil }
      let name = item.captions(in: languages).named.first
      return ContactSheet.Entry(
        image: image, score: item.score,
        caption: try name.map { try captions.caption(for: $0.texts[0], language: $0.language) })
    }
    let sheet = try ContactSheet(page: page, pageColumns: pageColumns, entries: entries)
    try AtomicFile.write(PNG.encode(sheet.image), to: path)
  }
}

extension ImageLocation {
  /// The image, perhaps smaller, but not below so many pixels per side.
  func shown(side: Int) throws -> PixelImage {
    var options = DecodingOptions()
    options.detail = .shortestSide(side)
    options.truncated = .accept
    return try decoded(options: options)
  }
}
