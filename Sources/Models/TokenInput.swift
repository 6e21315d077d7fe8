import Tensors

/// Texts as a transformer reads them: all tokens one after another, and where each text starts.
public struct TokenInput {
  /// int32 `[tokens]`.
  public let tokens: Tensor
  /// int32 `[tokens]`: place of each in its text, 0 first.
  public let positionIds: Tensor
  /// int32 `[sequences + 1]`.
  public let offsets: Tensor
  /// Tokens of the longest text.
  public let longest: Int
  /// The largest token; -1 where there is none.
  public let largest: Int

  public var count: Int { tokens.count }
  public var sequences: Int { offsets.count - 1 }

  /// - Parameters:
  ///   - tokens: of all texts, none negative.
  ///   - offsets: `[sequences + 1]`, rising from 0 to the number of tokens.
  public init(
    tokens: some RandomAccessCollection<Int32>, offsets: [Int32], backend: any Backend
  ) throws {
    guard offsets.first == 0, Int(offsets.last ?? 0) == tokens.count, zip(offsets, offsets.dropFirst()).allSatisfy(<=),
      tokens.allSatisfy({ $0 >= 0 })
    else { throw TensorError("\(tokens.count) tokens do not fit the positionIds where texts start") }
    let lengths = zip(offsets, offsets.dropFirst()).map { $1 - $0 }
    self.tokens = try backend.tensor(Array(tokens), [tokens.count])
    positionIds = try backend.tensor(lengths.flatMap { 0..<$0 }, [tokens.count])
    self.offsets = try backend.tensor(offsets, [offsets.count])
    longest = Int(lengths.max() ?? 0)
    largest = Int(tokens.max() ?? -1)
  }

  /// Texts of which only the lengths are known, for a device that only counts.
  public init(offsets: [Int32], backend: any Backend) throws {
    let count = Int(offsets.last ?? 0)
    tokens = try backend.empty([count], .int32)
    positionIds = try backend.empty([count], .int32)
    self.offsets = try backend.tensor(offsets, [offsets.count])
    longest = zip(offsets, offsets.dropFirst()).reduce(0) { max($0, Int($1.1 - $1.0)) }
    largest = -1
  }
}
