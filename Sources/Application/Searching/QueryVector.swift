import Corpora
import Images
import TextRendering

/// A query as a model embeds it.
struct QueryVector {
  /// `[width]`, of unit length.
  let values: [Float]
  /// What of the texts the model did not see, as a sentence; nil when it saw all.
  let loss: String?
  /// What the model reads of the first text; nil where it reads no page.
  let page: PatchSequence?
}

extension RunModel {
  /// Adds the unit vectors of texts and images, takes those of other texts away, and scales the sum to unit length.
  ///
  /// - Parameter reader: reads texts for this model.
  /// - Throws: `SearchQueryError` where the query leaves the model nothing to see, or an image cannot be read.
  func vector(of query: SearchQuery, reader: any CaptionReading) throws -> QueryVector {
    guard !query.texts.isEmpty || !query.images.isEmpty else {
      throw SearchQueryError("the query is empty; say what to look for, or name an image")
    }
    let texts = try (query.texts + query.minus).map { try read($0, reader) }
    let photos = try query.images.map(photo)
    var rows: [(vector: [Float], sign: Float)] = []
    if !texts.isEmpty {
      let table = try embedder.embed(texts.map(\.sequence), ids: (query.texts + query.minus).map(\.text))
      for index in texts.indices { rows.append((Array(table[index]), index < query.texts.count ? 1 : -1)) }
    }
    if !photos.isEmpty {
      let table = try embedder.embed(photos, as: .image, ids: query.images.map(\.name))
      for index in photos.indices { rows.append((Array(table[index]), 1)) }
    }
    let losses = texts.reduce(into: TextTruncation()) { $0 += $1.truncation }
    return QueryVector(
      values: try Self.sum(rows), loss: losses.sentence, page: query.texts.isEmpty ? nil : texts.first?.sequence.patches
    )
  }

  private func read(_ text: SearchQuery.Text, _ reader: any CaptionReading) throws -> ReadCaption {
    let read = try reader.read(text.text, language: text.language ?? recipe.languages[0], seed: nil)
    guard read.sequence.count > 0 else {
      throw SearchQueryError("“\(text.text)” leaves the model nothing to see; say what to look for")
    }
    return read
  }

  private func photo(_ image: SearchQuery.Image) throws -> PatchSequence {
    do { return try recipe.photoPreparation.evaluationPatches(ofFile: image.bytes) } catch {
      throw SearchQueryError("\(image.name): the image cannot be read: \(error)")
    }
  }

  private static func sum(_ rows: [(vector: [Float], sign: Float)]) throws -> [Float] {
    let width = rows[0].vector.count
    var sum = [Double](repeating: 0, count: width)
    for row in rows { for place in 0..<width { sum[place] += Double(row.sign * row.vector[place]) } }
    let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
    // One text keeps its bits.
    if rows.count == 1 { return rows[0].vector }
    guard length > 1e-6 else {
      throw SearchQueryError("what is added and what is taken away cancel each other out; change one of them")
    }
    return sum.map { Float($0 / length) }
  }
}
