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
    let textSequences = Int32(batches.reduce(0) { $0 + $1.texts.sequences })
    var (texts, teacherTexts) = (PackedTokens(), PackedTokens())
    var known: [RecordFacts.Number] = []
    var views = first.views.mapValues { _ in [Int32]() }
    pixels.reserveCapacity(batches.reduce(0) { $0 + $1.pixels.count })
    for batch in batches {
      let (before, beforeTexts) = (Int32(offsets.count - 1), patchSequences + Int32(texts.sequences))
      let own = Int32(batch.patchSequences)
      let ownTexts = own + Int32(batch.texts.sequences)
      let beforeKnown = patchSequences + textSequences + Int32(known.count)
      for (view, places) in batch.views {
        views[view]? += places.map {
          $0 < own ? before + $0 : $0 < ownTexts ? beforeTexts + $0 - own : beforeKnown + $0 - ownTexts
        }
      }
      let shift = offsets[offsets.count - 1]
      pixels += batch.pixels
      offsets += batch.offsets.dropFirst().map { $0 + shift }
      texts.append(batch.texts)
      teacherTexts.append(batch.teacherTexts)
      known += batch.knownImages
    }
    self.init(
      pixels: pixels, rows: batches.flatMap(\.rows), columns: batches.flatMap(\.columns), offsets: offsets,
      patchWidth: first.patchWidth, texts: texts, knownImages: known,
      teacherTexts: teacherTexts, views: views, facts: batches.flatMap(\.facts),
      duplicateIds: batches.flatMap(\.duplicateIds),
      truncation: batches.reduce(into: TextTruncation()) { $0 += $1.truncation })
  }
}
