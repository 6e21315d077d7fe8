import Files

/// What is known of an item without reading its record.
struct IndexEntry: Equatable, Sendable {
  static let byteCount = 32

  /// XXH64 of what the item is known by: two items of one key are the same item, changed.
  var key: UInt64
  /// Changes when the item does.
  var stamp: UInt64
  /// XXH64 of the name of the source that it came from.
  var source: UInt64
  /// Where its record ends among its segment's, in bytes.
  var recordEnd: UInt64

  init(key: UInt64, stamp: UInt64, source: UInt64, recordEnd: UInt64) {
    self.key = key
    self.stamp = stamp
    self.source = source
    self.recordEnd = recordEnd
  }

  /// The entry at byte `offset`; `nil` outside.
  init?(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    guard let key = bytes.number(at: offset), let stamp = bytes.number(at: offset + 8),
      let source = bytes.number(at: offset + 16), let end = bytes.number(at: offset + 24)
    else { return nil }
    self.init(key: key, stamp: stamp, source: source, recordEnd: end)
  }

  func append(to bytes: inout [UInt8]) {
    for number in [key, stamp, source, recordEnd] { bytes.append(number: number) }
  }
}
