import Images
import Runtime

/// Many patch sequences as one: the packed form that the encoder reads.
public struct PackedPatches: Sendable, Equatable {
  /// Values a patch.
  public let patchWidth: Int
  /// 0…255, `[tokens, patchWidth]`.
  public let pixels: [UInt8]
  /// Grid row of every token.
  public private(set) var rows: [UInt16] = []
  /// Grid column of every token.
  public private(set) var columns: [UInt16] = []
  /// `[sequences + 1]`, rising; sequence `s` owns tokens `offsets[s] ..< offsets[s + 1]`.
  public private(set) var offsets: [Int32] = [0]

  public var tokens: Int { rows.count }
  public var sequences: Int { offsets.count - 1 }

  /// No sequences.
  ///
  /// - Parameter patchWidth: values a patch, 0 where there never will be one.
  public init(patchWidth: Int = 0) {
    self.patchWidth = patchWidth
    pixels = []
  }

  /// Several as one, in order. Throws when their patches differ in size or there are more than 2³¹ tokens.
  public init(joining parts: [PackedPatches]) throws {
    let width = parts.first?.patchWidth ?? 0
    patchWidth = width
    guard parts.allSatisfy({ $0.patchWidth == width }) else {
      throw CorpusError("patches of different sizes cannot stand in one batch")
    }
    let tokens = parts.reduce(0) { $0 + $1.tokens }
    guard tokens <= Int(Int32.max) else { throw CorpusError("\(tokens) patches do not fit one batch; make it smaller") }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(tokens * width)
    for part in parts {
      let shift = offsets[offsets.count - 1]
      offsets += part.offsets.dropFirst().map { $0 + shift }
      rows += part.rows
      columns += part.columns
      pixels += part.pixels
    }
    self.pixels = pixels
  }

  /// Tokens of every sequence.
  public var lengths: [Int] { zip(offsets, offsets.dropFirst()).map { Int($1 - $0) } }

  /// Packs sequences in order. Throws when one has another patch size or there are more than 2³¹ tokens.
  ///
  /// - Parameter pool: copies pixels on all its threads; one copies where nil. Touching fresh memory costs more than copying.
  public init(_ sequences: [PatchSequence], patchSize: Int, pool: ThreadPool? = nil) throws {
    patchWidth = patchSize * patchSize * 3
    let tokens = sequences.reduce(0) { $0 + $1.count }
    guard tokens <= Int(Int32.max) else { throw CorpusError("\(tokens) patches do not fit one batch; make it smaller") }
    rows.reserveCapacity(tokens)
    columns.reserveCapacity(tokens)
    offsets.reserveCapacity(sequences.count + 1)
    for sequence in sequences {
      guard sequence.patchSize == patchSize else {
        throw CorpusError("patches of \(sequence.patchSize) and \(patchSize) pixels a side cannot stand in one batch")
      }
      rows += sequence.rows
      columns += sequence.columns
      offsets.append(Int32(rows.count))
    }
    pixels = Self.pixels(of: sequences, offsets: offsets, patchWidth: patchWidth, pool: pool)
  }

  private static func pixels(
    of sequences: [PatchSequence], offsets: [Int32], patchWidth: Int, pool: ThreadPool?
  ) -> [UInt8] {
    let count = Int(offsets[sequences.count]) * patchWidth
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let base = buffer.baseAddress else { return }
      let target = SharedPointer(base)
      func copy(_ range: Range<Int>) {
        for index in range {
          let place = target.value + Int(offsets[index]) * patchWidth
          sequences[index].pixels.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { place.initialize(from: start, count: source.count) }
          }
        }
      }
      if let pool {
        offsets.withUnsafeBufferPointer { pool.parallelSequences(offsets: $0) { range, _ in copy(range) } }
      } else {
        copy(0..<sequences.count)
      }
      initialized = count
    }
  }
}

/// A pointer that threads write through, each to places of its own.
private struct SharedPointer: @unchecked Sendable {
  let value: UnsafeMutablePointer<UInt8>

  init(_ value: UnsafeMutablePointer<UInt8>) {
    self.value = value
  }
}
