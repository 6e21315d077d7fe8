import TextRendering

extension TrainingBatch {
  /// Several batches as one.
  ///
  /// Throws when their patches differ in size or there are none.
  public init(joining batches: [TrainingBatch]) throws {
    guard let first = batches.first,
      batches.allSatisfy({
        $0.patchWidth == first.patchWidth && $0.views.keys == first.views.keys
          && ($0.pages == nil) == (first.pages == nil)
      })
    else {
      throw CorpusError(
        "only batches with patches of one size and the same views can be joined, and at least one of them")
    }
    var pixels: [UInt8] = []
    var offsets: [Int32] = [0]
    var (texts, teacherTexts) = (PackedTokens(), PackedTokens())
    var known: [RecordFacts.Number] = []
    var views = first.views.mapValues { _ in [Int32]() }
    pixels.reserveCapacity(batches.reduce(0) { $0 + $1.pixels.count })
    var kinds = PackedKinds(batches)
    for batch in batches {
      for (view, places) in batch.views { views[view]? += places.map { kinds.moved($0, of: batch) } }
      kinds.pass(batch)
      let shift = offsets[offsets.count - 1]
      pixels += batch.pixels
      offsets += batch.offsets.dropFirst().map { $0 + shift }
      texts.append(batch.texts)
      teacherTexts.append(batch.teacherTexts)
      known += batch.knownImages
    }
    self.init(
      pixels: pixels, rows: batches.flatMap(\.rows), columns: batches.flatMap(\.columns), offsets: offsets,
      patchWidth: first.patchWidth,
      pages: first.pages == nil ? nil : try PackedPatches(joining: batches.compactMap(\.pages)), texts: texts,
      knownImages: known, teacherTexts: teacherTexts, views: views, facts: batches.flatMap(\.facts),
      duplicateIds: batches.flatMap(\.duplicateIds),
      truncation: batches.reduce(into: TextTruncation()) { $0 += $1.truncation })
  }
}

/// Where the next of each kind stands in the joined batch: patches, pages that stand apart, tokens, known images.
private struct PackedKinds {
  private var next: [Int]

  init(_ batches: [TrainingBatch]) {
    var (next, place) = ([Int](), 0)
    for kind in 0..<4 {
      next.append(place)
      place += batches.reduce(0) { $0 + Self.counts($1)[kind] }
    }
    self.next = next
  }

  private static func counts(_ batch: TrainingBatch) -> [Int] {
    [batch.patchSequences, batch.pageSequences, batch.texts.sequences, batch.knownImages.count]
  }

  /// Where a packed sequence or a known image of the batch comes to stand.
  func moved(_ place: Int32, of batch: TrainingBatch) -> Int32 {
    guard place >= 0 else { return place }
    var rest = Int(place)
    for (kind, count) in Self.counts(batch).enumerated() {
      if rest < count { return Int32(next[kind] + rest) }
      rest -= count
    }
    return place
  }

  mutating func pass(_ batch: TrainingBatch) {
    for (kind, count) in Self.counts(batch).enumerated() { next[kind] += count }
  }
}
