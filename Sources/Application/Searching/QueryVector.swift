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
  /// The sum of the unit vectors of images and texts, scaled to unit length: x + w · t − w · n, as ALIGN asks (Jia et al. 2021,
  /// section 6.3), with x the images, t the texts, n those that images should not be like and w `SearchQuery.textWeight`.
  ///
  /// - Parameter reader: reads texts for this model.
  /// - Throws: `SearchQueryError` where the query leaves the model nothing to see, or an image cannot be read.
  func vector(of query: SearchQuery, reader: any CaptionReading) throws -> QueryVector {
    guard !query.texts.isEmpty || !query.images.isEmpty else {
      throw SearchQueryError("the query is empty; say what to look for, or name an image")
    }
    let texts = try (query.texts + query.minus).map { try read($0, reader) }
    let photos = try query.images.map(photo)
    var sum = QuerySum()
    if !texts.isEmpty {
      let table = try embedder.embed(texts.map(\.sequence), ids: (query.texts + query.minus).map(\.text))
      for index in texts.indices {
        sum.add(Array(table[index]), weight: index < query.texts.count ? query.textWeight : -query.textWeight)
      }
    }
    if !photos.isEmpty {
      let table = try embedder.embed(photos, as: .image, ids: query.images.map(\.name))
      for index in photos.indices { sum.add(Array(table[index]), weight: 1) }
    }
    let losses = texts.reduce(into: TextTruncation()) { $0 += $1.truncation }
    return QueryVector(
      values: try sum.unit, loss: losses.sentence, page: query.texts.isEmpty ? nil : texts.first?.sequence.patches
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
}
