import Console
import Corpora
import Evaluation
import Images
import Objectives
import TextRendering

/// What of an image is looked at.
public enum ImageFeatures: String, CaseIterable, Sendable, OptionValue {
  /// The unit vector that is compared with texts.
  case embedding
  /// What the tower's last layer gets, as big_vision's few-shot evaluation does.
  case pooled
}

/// Embeds people's texts and images with a model, in chunks, so that memory stays bounded however many there are.
public struct ModelEmbedding {
  let model: RunModel
  /// Share of the images that may be skipped because they cannot be read, 0…1.
  let unreadable: Double
  /// Told how many of how many are done.
  var report: (_ what: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in }

  /// Texts or images that are prepared before they are embedded.
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
  public func texts(_ texts: [String], language: String) throws -> (table: EmbeddingTable, truncation: TextTruncation) {
    var values: [Float] = []
    let truncation = try read(texts, language: language) { read, part in
      values += try model.embedder.embed(read, ids: part).values
    }
    return (try table(ids: texts, values), truncation)
  }

  /// The tokens of texts, as the model compares them, and what of them it did not see.
  ///
  /// Throws when a text leaves the model nothing to read.
  func tokens(
    of texts: [String], language: String, by objective: any TokenWiseObjective
  ) throws -> (table: TokenTable, truncation: TextTruncation) {
    var table = TokenTable()
    let truncation = try read(texts, language: language) { read, _ in
      table.append(try model.embedder.tokens(of: read, by: objective))
    }
    return (table, truncation)
  }

  /// Hands texts on as the model reads them, some at a time. Returns what of them it did not see.
  private func read(
    _ texts: [String], language: String, _ body: (_ read: [ModelSequence], _ texts: [String]) throws -> Void
  ) throws -> TextTruncation {
    let pool = model.compute.pool
    let readers = try (0..<pool.threads).map { _ in try model.readers.make() }
    var truncation = TextTruncation()
    for start in stride(from: 0, to: texts.count, by: Self.chunk) {
      let part = Array(texts[start..<min(start + Self.chunk, texts.count)])
      let read = try pool.map(part.count) { index, worker in
        try Caption(text: part[index], language: language, role: .raw).read(with: readers[worker])
      }
      try body(read.map(\.sequence), part)
      truncation = read.reduce(into: truncation) { $0 += $1.truncation }
      report("texts", start + part.count, texts.count)
    }
    return truncation
  }

  /// One row an image that can be read.
  ///
  /// Throws when more images than may be skipped cannot be read, with their origins.
  public func images(
    _ images: LabeledImages, as features: ImageFeatures = .embedding
  ) throws -> EmbeddedImages {
    let rows = try rows(of: images.items.map { ($0.image, $0.origin) }, as: features)
    let width = features == .embedding ? model.recipe.model.embedding : model.recipe.model.width
    return EmbeddedImages(
      items: rows.kept.map { images.items[$0] }, width: width, values: rows.values, skipped: rows.skipped)
  }

  /// What the tokens of every image that can be read find in each of some texts, in the place of features.
  ///
  /// Throws when more images than may be skipped cannot be read, with their origins.
  func similarities(
    of images: LabeledImages, to texts: TokenTable, by objective: any TokenWiseObjective
  ) throws -> EmbeddedImages {
    let rows = try rows(of: images.items.map { ($0.image, $0.origin) }) { photos, _ in
      let tokens = try model.embedder.tokens(of: photos, as: .image, by: objective)
      return try model.embedder.scores(texts: texts, images: tokens, by: objective).images
    }
    return EmbeddedImages(
      items: rows.kept.map { images.items[$0] }, width: texts.count, values: rows.values, skipped: rows.skipped)
  }

  /// One unit row an image that can be read; `kept` says which those are.
  ///
  /// Throws when more images than may be skipped cannot be read, with their origins.
  public func gallery(
    _ images: [(image: ImageLocation, origin: Origin)], ids: [String]
  ) throws -> (table: EmbeddingTable, kept: [Int], skipped: SkippedRecords) {
    let rows = try rows(of: images, as: .embedding)
    return (try table(ids: rows.kept.map { ids[$0] }, rows.values), rows.kept, rows.skipped)
  }

  private func rows(
    of images: [(image: ImageLocation, origin: Origin)], as features: ImageFeatures
  ) throws -> (kept: [Int], values: [Float], skipped: SkippedRecords) {
    try rows(of: images) { photos, names in
      switch features {
      case .embedding: try model.embedder.embed(photos, as: .image, ids: names).values
      case .pooled: try model.embedder.features(of: photos).values
      }
    }
  }

  private func rows(
    of images: [(image: ImageLocation, origin: Origin)],
    _ embed: (_ photos: [PatchSequence], _ names: [String]) throws -> [Float]
  ) throws -> (kept: [Int], values: [Float], skipped: SkippedRecords) {
    let (preparation, pool) = (model.recipe.photoPreparation, model.compute.pool)
    var skipped = SkippedRecords()
    var values: [Float] = []
    var kept: [Int] = []
    for start in stride(from: 0, to: images.count, by: Self.chunk) {
      let part = start..<min(start + Self.chunk, images.count)
      let outcomes = try skipped.accept(
        preparation.evaluationOutcomes(of: Array(images[part]), pool: pool), share: unreadable, of: images.count)
      let read = zip(part, outcomes).compactMap { index, patches in patches.map { (index, $0) } }
      values += try embed(read.map(\.1), read.map { "\(images[$0.0].image)" })
      kept += read.map(\.0)
      report("images", part.upperBound, images.count)
    }
    return (kept, values, skipped)
  }

  private func table(ids: [String], _ values: [Float]) throws -> EmbeddingTable {
    try EmbeddingTable(ids: ids, width: model.recipe.model.embedding, values: values)
  }
}
