import Pixels

/// Many patch sequences as one: the packed form that the encoder reads.
public struct PackedPatches: Sendable, Equatable {
  /// Values a patch.
  public let patchWidth: Int
  /// 0…255, `[tokens, patchWidth]`.
  public private(set) var pixels: [UInt8] = []
  /// Grid row of every token.
  public private(set) var rows: [UInt16] = []
  /// Grid column of every token.
  public private(set) var columns: [UInt16] = []
  /// `[sequences + 1]`, rising; sequence `s` owns tokens `offsets[s] ..< offsets[s + 1]`.
  public private(set) var offsets: [Int32] = [0]

  public var tokens: Int { rows.count }
  public var sequences: Int { offsets.count - 1 }

  /// Packs sequences in order. Throws when one has another patch size or there are more than 2³¹ tokens.
  public init(_ sequences: [PatchSequence], patchSize: Int) throws {
    patchWidth = patchSize * patchSize * 3
    let tokens = sequences.reduce(0) { $0 + $1.count }
    guard tokens <= Int(Int32.max) else { throw CorpusError("\(tokens) patches do not fit one batch; make it smaller") }
    pixels.reserveCapacity(tokens * patchWidth)
    rows.reserveCapacity(tokens)
    columns.reserveCapacity(tokens)
    offsets.reserveCapacity(sequences.count + 1)
    for sequence in sequences {
      guard sequence.patchSize == patchSize else {
        throw CorpusError("patches of \(sequence.patchSize) and \(patchSize) pixels a side cannot stand in one batch")
      }
      pixels += sequence.pixels
      rows += sequence.rows
      columns += sequence.columns
      offsets.append(Int32(rows.count))
    }
  }
}
