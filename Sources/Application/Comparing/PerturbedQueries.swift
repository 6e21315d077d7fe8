import Corpora
import Evaluation
import Runtime
import TextRendering

/// Asks a model's queries again, spelled or drawn otherwise.
struct PerturbedQueries {
  private let model: RunModel
  /// What draws the pages of each change that is not one of spelling.
  private let redrawing: [(change: QueryChange, renderers: CaptionRenderers)]

  /// Queries of a set that a change asks at most.
  private static let limit = 400

  /// - Parameter report: told of a change that this machine lacks something for.
  init(_ model: RunModel, report: (String) -> Void) {
    self.model = model
    for perturbation in Perturbation.allCases where !perturbation.isAvailable {
      report("left out, because this system's ICU lacks its rules: \(perturbation.title)")
    }
    guard model.readers.tokenizer == nil, model.recipe.rendering.renderer == .shaped else {
      redrawing = []
      return
    }
    var otherFont = model.recipe
    otherFont.rendering.fonts = model.recipe.rendering.fonts == FontStack.serif ? nil : FontStack.serif
    var otherSize = model.recipe
    otherSize.rendering.fontSize = max(4, model.recipe.rendering.fontSize * 3 / 4)
    redrawing = [(QueryChange.otherFont, otherFont), (.otherSize, otherSize)].compactMap { change, recipe in
      do { return (change, try CaptionRenderers(recipe)) } catch {
        report("left out: \(change.title): \(error)")
        return nil
      }
    }
  }

  /// Every change that concerns queries of the set.
  func changes(of measured: RunEvaluator.Measured) throws -> [ComparedModel.ChangedRanks] {
    let spelled = try Perturbation.allCases.compactMap { perturbation in
      let texts = Self.texts(of: measured.set, perturbation)
      return try ranks(.spelled(perturbation), of: texts, in: measured, makeReader: model.readers.make)
    }
    let drawn = try redrawing.compactMap { change, renderers in
      let texts = Self.spread(measured.set.queries.enumerated().map { (query: $0.offset, text: $0.element) })
      return try ranks(change, of: texts, in: measured) { try renderers.make() }
    }
    return spelled + drawn
  }

  /// The same texts for every model: they depend on the set and the change alone.
  private static func texts(of set: EvaluationSet, _ perturbation: Perturbation) -> [(query: Int, text: String)] {
    var generator = SeededGenerator(seed: 0, stream: 0x6368_616e)
    return spread(
      set.queries.enumerated().compactMap { query, text in
        perturbation.apply(to: text, language: set.language, using: &generator).map { (query, $0) }
      })
  }

  /// At most as many as are asked, evenly spread.
  private static func spread(_ texts: [(query: Int, text: String)]) -> [(query: Int, text: String)] {
    guard texts.count > limit else { return texts }
    return (0..<limit).map { texts[$0 * texts.count / limit] }
  }

  /// Nil where there is nothing to ask.
  private func ranks(
    _ change: QueryChange, of texts: [(query: Int, text: String)], in measured: RunEvaluator.Measured,
    makeReader: () throws -> any CaptionReading
  ) throws -> ComparedModel.ChangedRanks? {
    guard !texts.isEmpty else { return nil }
    let set = try measured.set.asking(texts, pool: model.compute.pool, makeReader: makeReader)
    let task = try RetrievalTask(
      texts: model.embedder.embed(set.texts, ids: set.queries), images: measured.task.images,
      imagesOfTexts: set.targets)
    return ComparedModel.ChangedRanks(
      change: change, queries: texts.map(\.query), ranks: try task.ranks().textToImage.ranks)
  }
}
