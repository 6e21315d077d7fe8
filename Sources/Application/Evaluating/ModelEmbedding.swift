import Console
import Corpora
import Evaluation
import TextRendering

/// What of a picture is looked at.
public enum PictureFeatures: String, CaseIterable, Sendable, OptionValue {
  /// The unit vector that is compared with texts.
  case embedding
  /// What the tower's last layer gets, as big_vision's few-shot evaluation does.
  case pooled
}

/// Embeds people's texts and pictures with a model, in chunks, so that memory stays bounded however many there are.
public struct ModelEmbedding {
  let model: RunModel
  /// Share of the pictures that may be left out because they cannot be read, 0…1.
  let unreadable: Double
  /// Told how many of how many are done.
  var report: (_ what: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in }

  /// Texts or pictures that are prepared before they are embedded.
  private static let chunk = 1024

  public init(
    _ model: RunModel, unreadable: Double = 0, report: @escaping (String, Int, Int) -> Void = { _, _, _ in }
  ) {
    self.model = model
    self.unreadable = unreadable
    self.report = report
  }

  /// One unit row a text, and what of them the model did not see.
  ///
  /// Throws when a text leaves the model nothing to read.
  public func texts(_ texts: [String], language: String) throws -> (table: EmbeddingTable, lost: LostText) {
    let pool = model.workshop.pool
    let readers = try (0..<pool.threads).map { _ in try model.readers.make() }
    var values: [Float] = []
    var lost = LostText()
    for start in stride(from: 0, to: texts.count, by: Self.chunk) {
      let part = Array(texts[start..<min(start + Self.chunk, texts.count)])
      let read = try pool.map(part.count) { index, worker in
        try Caption(text: part[index], language: language, role: .raw).read(with: readers[worker])
      }
      values += try model.embedder.embed(read.map(\.sequence), ids: part).values
      lost = read.reduce(into: lost) { $0 += $1.lost }
      report("texts", start + part.count, texts.count)
    }
    return (try table(ids: texts, values), lost)
  }

  /// One row a picture that can be read.
  ///
  /// Throws when more pictures than may be left out cannot be read, with their origins.
  public func pictures(
    _ pictures: LabelledPictures, as features: PictureFeatures = .embedding
  ) throws -> EmbeddedPictures {
    let rows = try rows(of: pictures.items.map { ($0.picture, $0.origin) }, as: features)
    let width = features == .embedding ? model.recipe.model.embedding : model.recipe.model.width
    return EmbeddedPictures(
      items: rows.kept.map { pictures.items[$0] }, width: width, values: rows.values, leftOut: rows.leftOut)
  }

  /// One unit row a picture that can be read; `kept` says which those are.
  ///
  /// Throws when more pictures than may be left out cannot be read, with their origins.
  public func gallery(
    _ pictures: [(picture: PictureLocation, origin: Origin)], ids: [String]
  ) throws -> (table: EmbeddingTable, kept: [Int], leftOut: SkippedParts) {
    let rows = try rows(of: pictures, as: .embedding)
    return (try table(ids: rows.kept.map { ids[$0] }, rows.values), rows.kept, rows.leftOut)
  }

  private func rows(
    of pictures: [(picture: PictureLocation, origin: Origin)], as features: PictureFeatures
  ) throws -> (kept: [Int], values: [Float], leftOut: SkippedParts) {
    let (preparation, pool) = (model.recipe.photoPreparation, model.workshop.pool)
    var allowance = UnreadableAllowance(share: unreadable, of: pictures.count)
    var values: [Float] = []
    var kept: [Int] = []
    for start in stride(from: 0, to: pictures.count, by: Self.chunk) {
      let part = start..<min(start + Self.chunk, pictures.count)
      let outcomes = try allowance.accept(preparation.evaluationOutcomes(of: Array(pictures[part]), pool: pool))
      let read = zip(part, outcomes).compactMap { index, patches in patches.map { (index, $0) } }
      switch features {
      case .embedding:
        values += try model.embedder.embed(read.map(\.1), ids: read.map { "\(pictures[$0.0].picture)" }).values
      case .pooled: values += try model.embedder.features(of: read.map(\.1)).values
      }
      kept += read.map(\.0)
      report("pictures", part.upperBound, pictures.count)
    }
    return (kept, values, allowance.problems)
  }

  private func table(ids: [String], _ values: [Float]) throws -> EmbeddingTable {
    try EmbeddingTable(ids: ids, width: model.recipe.model.embedding, values: values)
  }
}
