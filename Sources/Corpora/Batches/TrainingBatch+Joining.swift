import TextRendering

extension TrainingBatch {
  /// Several batches as one.
  ///
  /// Throws when their patches differ in size or there are none.
  public init(joining batches: [TrainingBatch]) throws {
    guard let first = batches.first,
      batches.allSatisfy({ $0.patchWidth == first.patchWidth && $0.views.keys == first.views.keys })
    else {
      throw CorpusError(
        "only batches with patches of one size and the same views can be joined, and at least one of them")
    }
    let patchSequences = Int32(batches.reduce(0) { $0 + $1.patchSequences })
    var pixels: [UInt8] = []
    var offsets: [Int32] = [0]
    var texts = PackedTokens()
    var views = first.views.mapValues { _ in [Int32]() }
    pixels.reserveCapacity(batches.reduce(0) { $0 + $1.pixels.count })
    for batch in batches {
      let (before, beforeTexts) = (Int32(offsets.count - 1), patchSequences + Int32(texts.sequences))
      let own = Int32(batch.patchSequences)
      for (view, places) in batch.views {
        views[view]? += places.map { $0 < own ? before + $0 : beforeTexts + $0 - own }
      }
      let shift = offsets[offsets.count - 1]
      pixels += batch.pixels
      offsets += batch.offsets.dropFirst().map { $0 + shift }
      texts.append(batch.texts)
    }
    self.init(
      pixels: pixels, rows: batches.flatMap(\.rows), columns: batches.flatMap(\.columns), offsets: offsets,
      patchWidth: first.patchWidth, texts: texts, views: views, facts: batches.flatMap(\.facts),
      duplicateIds: batches.flatMap(\.duplicateIds),
      truncation: batches.reduce(into: TextTruncation()) { $0 += $1.truncation })
  }
}
