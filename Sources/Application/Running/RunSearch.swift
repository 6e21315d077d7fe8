import Evaluation
import Files
import Images
import Reports
import Runtime

/// Looks for images by text: `clippo-search`.
public struct RunSearch {
  private let folder: RunFolder
  private let model: RunModel
  private let index: ImageIndex

  /// Loads a run. Throws a sentence when it has no checkpoint, or one that is damaged or of another renderer.
  public init(_ folder: RunFolder, options: LoadingOptions = LoadingOptions()) throws {
    self.folder = folder
    model = try RunModel.load(folder, options: options).model
    index = try SearchIndex.open(folder, model: model)
  }

  /// What was found, best first.
  public struct Answer {
    /// The text as drawn: what the model reads, or what a model of tokens does not.
    let page: PatchSequence
    let hits: [SearchHit]
    /// What of the text the model did not see, as a sentence; nil when it saw all.
    public let loss: String?
  }

  /// The images nearest to a text.
  ///
  /// - Parameters:
  ///   - language: decides among forms that scripts share; nil takes the run's first.
  ///   - limit: how many images.
  public func find(_ text: String, language: String? = nil, limit: Int) throws -> Answer {
    let language = language ?? model.recipe.languages[0]
    let page = try model.readers.renderers.make().drawPage(for: text, language: language)
    let read = try model.readers.make().read(text, language: language, seed: nil)
    let query = try model.embedder.embed([read.sequence], ids: [text])
    return Answer(
      page: page.patches, hits: try index.search(Array(query[0]), limit: limit), loss: read.truncation.sentence)
  }

  /// The images nearest to texts and images, less what they should not be like.
  ///
  /// Throws `SearchQueryError` where the query cannot be read.
  public func find(_ query: SearchQuery, limit: Int) throws -> SearchFinding {
    let start = MonotonicClock.seconds()
    let vector = try model.vector(of: query, reader: model.readers.make())
    let items = try index.search(vector.values, limit: limit).map { hit in
      let image = index.images[hit.index]
      return SearchFinding.Item(
        number: hit.index, score: hit.score,
        image: IndexedImage(id: image.id, location: .file(image.origin), captions: image.names),
        vector: Array(index.embeddings[hit.index]))
    }
    return SearchFinding(
      query: query, items: items, loss: vector.loss, page: vector.page, vector: vector.values,
      languages: SearchFinding.languages(of: query, model: model),
      pageColumns: model.recipe.rendering.columns,
      searched: index.images.count, seconds: MonotonicClock.seconds() - start)
  }

  /// The answer as a table: place, score, names, id.
  public func text(_ answer: Answer) -> String {
    let results = answer.hits.map { hit in
      let image = index.images[hit.index]
      let names = image.names.compactMap(\.texts.first).joined(separator: " · ")
      return SearchResult(score: hit.score, id: image.id, name: names)
    }
    return SearchResult.table(results).text()
  }

  /// Writes a finding as a page of its own.
  public func writePage(_ finding: SearchFinding, to path: String) throws {
    try finding.writePage(to: path, model: model)
  }

  /// Writes a finding as one image.
  public func writeSheet(_ finding: SearchFinding, to path: String) throws {
    try finding.writeSheet(to: path, captions: SheetCaptions(fonts: model.readers.renderers.fonts))
  }

  /// Writes the answer as one image: the text as the model sees it, and what was found with score and name.
  public func writeSheet(_ answer: Answer, to path: String) throws {
    let captions = try SheetCaptions(fonts: model.readers.renderers.fonts)
    let entries = try answer.hits.map { hit in
      let image = index.images[hit.index]
      let name = image.names.first { !$0.texts.isEmpty }
      return ContactSheet.Entry(
        image: try PNG.read(image.origin), score: hit.score,
        caption: try name.map { try captions.caption(for: $0.texts[0], language: $0.language) })
    }
    let sheet = try ContactSheet(page: answer.page, pageColumns: model.recipe.rendering.columns, entries: entries)
    try AtomicFile.write(PNG.encode(sheet.image), to: path)
  }
}
