import Console
import Corpora
import Evaluation
import TextRendering

/// Embeds people's texts and pictures with a model, in chunks, so that memory stays bounded however many there are.
public struct ModelEmbedding {
  let model: RunModel
  /// Told how many of how many are done.
  var report: (_ what: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in }

  /// Texts or pictures that are prepared before they are embedded.
  private static let chunk = 1024

  public init(_ model: RunModel, report: @escaping (String, Int, Int) -> Void = { _, _, _ in }) {
    self.model = model
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

  /// One unit row a picture.
  ///
  /// Throws when one cannot be read, with its origin.
  public func pictures(_ pictures: [(picture: PictureLocation, origin: Origin)]) throws -> EmbeddingTable {
    let preparation = model.recipe.photoPreparation
    var values: [Float] = []
    for start in stride(from: 0, to: pictures.count, by: Self.chunk) {
      let part = Array(pictures[start..<min(start + Self.chunk, pictures.count)])
      let patches = try model.workshop.pool.map(part.count) { index, _ in
        try preparation.evaluationPatches(of: part[index].picture, origin: part[index].origin)
      }
      values += try model.embedder.embed(patches, ids: part.map(\.picture.description)).values
      report("pictures", start + part.count, pictures.count)
    }
    return try table(ids: pictures.map(\.picture.description), values)
  }

  private func table(ids: [String], _ values: [Float]) throws -> EmbeddingTable {
    try EmbeddingTable(ids: ids, width: model.recipe.model.embedding, values: values)
  }
}
