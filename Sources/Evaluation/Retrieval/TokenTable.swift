import Objectives
import Tensors

/// Unit rows of the tokens of texts or images, sequence by sequence: what a model that compares token by token compares.
public struct TokenTable: Sendable {
  /// Values a row.
  public private(set) var width = 0
  /// `[count + 1]`, rising; sequence `s` owns rows `offsets[s] ..< offsets[s + 1]`.
  public private(set) var offsets: [Int] = [0]
  /// `[tokens, width]`.
  public private(set) var values: [Float] = []

  public init() {}

  /// Number of sequences.
  public var count: Int { offsets.count - 1 }

  /// More sequences, behind those that are there.
  public mutating func append(_ tokens: PackedStates) throws {
    let start = offsets[count]
    width = tokens.rows.value.shape.width
    offsets += tokens.offsets.dropFirst().map { start + Int($0) }
    values += try tokens.rows.value.floatArray()
  }

  public mutating func append(_ other: TokenTable) {
    let start = offsets[count]
    width = max(width, other.width)
    offsets += other.offsets.dropFirst().map { start + $0 }
    values += other.values
  }

  /// Some sequences as a device holds them.
  func states(_ range: Range<Int>, on backend: any Backend) throws -> PackedStates {
    let rows = offsets[range.lowerBound]..<offsets[range.upperBound]
    return PackedStates(
      rows: .init(
        try backend.tensor(Array(values[rows.lowerBound * width..<rows.upperBound * width]), [rows.count, width])),
      offsets: offsets[range.lowerBound...range.upperBound].map { Int32($0 - rows.lowerBound) })
  }
}

/// What the tokens of texts find in images, and those of images in texts. The two are not each other's transpose.
public struct TokenScores: Sendable, Equatable {
  /// `[texts, images]`.
  public let texts: [Float]
  /// `[images, texts]`.
  public let images: [Float]

  public init(texts: [Float], images: [Float]) {
    self.texts = texts
    self.images = images
  }
}
