import Corpora
import Evaluation
import Reports
import TextRendering

/// Draws the queries that tell models apart, with what each model's first run finds.
struct ComparisonGalleries {
  private let arms: [(name: String, measurement: RunMeasurement)]

  /// Pictures that each model shows.
  private static let found = 5
  /// Pixels of a picture's longer side: a page holds hundreds of them.
  private static let side = 72

  init(_ arms: [(name: String, measurement: RunMeasurement)]) { self.arms = arms }

  /// The groups as pictures. Throws when a picture cannot be read or a page cannot be drawn.
  func galleries(_ groups: [DiscriminativeExamples.Group]) throws -> [ComparedGallery] {
    guard let first = arms.first?.measurement else { return [] }
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
      page: try ReportPicture(
        page: page.patches, columns: arms.first?.measurement.recipe.rendering.columns, text: text),
      wanted: try picture(set.targets[member.query][0], in: set),
      answers: try arms.map { try answer($0.name, $0.measurement, member) })
  }

  private func answer(
    _ arm: String, _ measurement: RunMeasurement, _ member: DiscriminativeExamples.Member
  ) throws -> ComparedQuery.Answer {
    let measured = measurement.measured[member.set]
    let (set, task) = (measured.set, measured.task)
    let hits = try CosineScores(queries: task.texts.rows([member.query]), gallery: task.pictures).best(Self.found)
    let right = task.picturesOfTexts[member.query]
    let place = measured.ranks.textToImage.queries.firstIndex(of: member.query)
    return ComparedQuery.Answer(
      arm: arm, pieces: measurement.readers.pieces(of: set.queries[member.query]),
      found: try (hits.first ?? []).map { hit in
        FoundPicture(picture: try picture(hit.index, in: set), score: hit.score, isRight: right.contains(hit.index))
      },
      rightPlace: place.map { measured.ranks.textToImage.ranks[$0].expected + 1 } ?? 1)
  }

  private func picture(_ index: Int, in set: EvaluationSet) throws -> ReportPicture {
    try ReportPicture(
      try set.gallery[index].picture.decoded(),
      description: set.gallery[index].texts(set.language).first ?? set.gallery[index].id, longest: Self.side)
  }
}
