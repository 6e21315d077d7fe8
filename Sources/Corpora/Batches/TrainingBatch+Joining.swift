import TextRendering

extension TrainingBatch {
  /// Several batches as one: all photos, then all pages.
  ///
  /// Throws when their patches differ in size or there are none.
  public init(joining batches: [TrainingBatch]) throws {
    guard let first = batches.first, batches.allSatisfy({ $0.patchWidth == first.patchWidth }) else {
      throw CorpusError("only batches with patches of one size can be joined, and at least one of them")
    }
    var pixels: [UInt8] = []
    var rows: [UInt16] = []
    var columns: [UInt16] = []
    var offsets: [Int32] = [0]
    pixels.reserveCapacity(batches.reduce(0) { $0 + $1.pixels.count })
    for isPage in [false, true] {
      for batch in batches {
        let split = Int(batch.offsets[batch.pairs])
        let tokens = isPage ? split..<batch.tokens : 0..<split
        let shift = Int32(rows.count - tokens.lowerBound)
        pixels += batch.pixels[tokens.lowerBound * batch.patchWidth..<tokens.upperBound * batch.patchWidth]
        rows += batch.rows[tokens]
        columns += batch.columns[tokens]
        let ends = isPage ? batch.pairs + 1...2 * batch.pairs : 1...batch.pairs
        offsets += batch.offsets[ends].map { $0 + shift }
      }
    }
    self.init(
      pixels: pixels, rows: rows, columns: columns, offsets: offsets, patchWidth: first.patchWidth,
      languages: batches.flatMap(\.languages), captions: batches.flatMap(\.captions),
      groups: batches.flatMap(\.groups), origins: batches.flatMap(\.origins),
      lost: batches.reduce(into: LostText()) { $0 += $1.lost },
      photoTokens: batches.reduce(0) { $0 + $1.photoTokens }, pageTokens: batches.reduce(0) { $0 + $1.pageTokens })
  }
}
