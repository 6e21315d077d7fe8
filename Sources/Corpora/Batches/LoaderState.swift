import Console

/// Where a loader stands: all that an exact continuation needs.
public struct LoaderState: Equatable, Sendable {
  /// Whole passes over the pictures.
  public var epoch: Int
  /// Pairs served in this epoch.
  public var position: Int
  public var seed: UInt64

  /// The beginning of a run.
  public init(seed: UInt64) {
    self.init(epoch: 0, position: 0, seed: seed)
  }

  public init(epoch: Int, position: Int, seed: UInt64) {
    self.epoch = epoch
    self.position = position
    self.seed = seed
  }

  /// The seed is written as text, because many readers of JSON round whole numbers beyond 2⁵³.
  public var json: JSONValue {
    ["epoch": .integer(epoch), "position": .integer(position), "seed": .string(String(seed))]
  }

  /// - Parameter origin: the file and field, for messages.
  public init(json: JSONValue, origin: String) throws {
    let record = try CorpusRecord(value: json, origin: origin)
    try record.allowOnly(["epoch", "position", "seed"])
    epoch = try record.integer("epoch")
    position = try record.integer("position")
    guard let seed = UInt64(try record.string("seed")), epoch >= 0, position >= 0 else {
      throw CorpusError("\(origin): epoch, position and seed must be whole numbers, 0 or above")
    }
    self.seed = seed
  }
}
