import Corpora
import Evaluation
import Reports
import TextRendering

/// Draws the queries that tell models apart, with what each model's first run finds.
struct ComparisonGalleries {
  private let models: [(name: String, measurement: RunMeasurement)]

  /// Images that each model shows.
  private static let found = 5
  /// Pixels of an image's longer side: a page holds hundreds of them.
  private static let side = 72

  init(_ models: [(name: String, measurement: RunMeasurement)]) { self.models = models }

  /// The groups as images. Throws when an image cannot be read or a page cannot be drawn.
  func galleries(_ groups: [DiscriminativeExamples.Group]) throws -> [ComparedGallery] {
    guard let first = models.first?.measurement else { return [] }
    // Pages are for people here, so that every model has them: drawn as the first one's recipe says.
    let renderer = try first.readers.renderers.make()
    return try groups.map { group in
      ComparedGallery(
        title: group.title, about: group.about,
        queries: try group.members.map { try query($0, in: first.measured[$0.set].set, renderer) })
    }
  }

  private func query(
    _ member: DiscriminativeExamples.Member, in set: EvaluationSet, _ renderer: any PageDrawing
  ) throws -> ComparedQuery {
    let text = set.queries[member.query]
    let page = try renderer.drawPage(for: text, language: set.language)
    return ComparedQuery(
      text: text, split: set.split.rawValue, language: set.language,
      page: try ReportImage(
        page: page.patches, columns: models.first?.measurement.recipe.rendering.columns, text: text),
      wanted: try image(set.targets[member.query][0], in: set),
      answers: try models.map { try answer($0.name, $0.measurement, member) })
  }

  private func answer(
    _ model: String, _ measurement: RunMeasurement, _ member: DiscriminativeExamples.Member
  ) throws -> ComparedQuery.Answer {
    let measured = measurement.measured[member.set]
    let (set, task) = (measured.set, measured.task)
    let hits = try task.scoresOfTexts().ofQueries([member.query]).best(Self.found)
    let right = task.imagesOfTexts[member.query]
    let place = measured.ranks.textToImage.queries.firstIndex(of: member.query)
    return ComparedQuery.Answer(
      model: model, pieces: measurement.readers.pieces(of: set.queries[member.query]),
      found: try (hits.first ?? []).map { hit in
        FoundImage(image: try image(hit.index, in: set), score: hit.score, isRight: right.contains(hit.index))
      },
      rightPlace: place.map { measured.ranks.textToImage.ranks[$0].expected + 1 } ?? 1)
  }

  private func image(_ index: Int, in set: EvaluationSet) throws -> ReportImage {
    try ReportImage(
      try set.gallery[index].image.decoded(),
      description: set.gallery[index].texts(set.language).first ?? set.gallery[index].id, longest: Self.side)
  }
}
