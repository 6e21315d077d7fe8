import JSON

/// Something to be found, but for its vector.
public struct IndexItem: Sendable, Equatable {
  /// What it is known by, such as its image's place; a later item of the same key takes its place.
  public var key: String
  /// Changes when the item does.
  public var stamp: UInt64
  /// The name of the source that it came from.
  public var source: String
  /// What is told of it when it is found.
  public var record: JSONValue

  public init(key: String, stamp: UInt64, source: String, record: JSONValue) {
    self.key = key
    self.stamp = stamp
    self.source = source
    self.record = record
  }
}
