import JSON

/// When a shard is full: at whichever limit is reached first.
public struct ShardLimits: Sendable, Equatable {
  /// Samples that a shard has at most.
  public var samples: Int?
  /// Bytes that a shard has at most, unless a single sample takes more.
  public var bytes: Int?

  /// Throws where neither is given or one is below 1.
  public init(samples: Int? = nil, bytes: Int? = nil) throws {
    guard samples != nil || bytes != nil, samples ?? 1 >= 1, bytes ?? 1 >= 1 else {
      throw CorpusError("a shard needs a limit of at least 1 sample or 1 byte")
    }
    self.samples = samples
    self.bytes = bytes
  }

  /// Whether a shard that holds so much has no room for a sample of `size` bytes.
  func isFull(samples count: Int, bytes: Int, before size: Int) -> Bool {
    guard count > 0 else { return false }
    return count >= samples ?? .max || self.bytes.map { bytes + size > $0 } ?? false
  }

  var json: JSONValue {
    ["samples": samples.map { .integer($0) } ?? .null, "bytes": bytes.map { .integer($0) } ?? .null]
  }
}
