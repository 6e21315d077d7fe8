/// The fields of one protocol buffer message, in their order (protobuf.dev, Encoding).
struct ProtobufFields {
  enum Value {
    case number(UInt64)
    case eight(UInt64)
    case four(UInt32)
    case bytes(ArraySlice<UInt8>)
  }

  private let message: ArraySlice<UInt8>
  private var place: Int

  init(_ message: ArraySlice<UInt8>) {
    self.message = message
    place = message.startIndex
  }

  /// `nil` where the message is damaged.
  func all() -> [(number: UInt64, value: Value)]? {
    var reader = self
    var fields: [(number: UInt64, value: Value)] = []
    while reader.place < reader.message.endIndex {
      guard let field = reader.next() else { return nil }
      fields.append(field)
    }
    return fields
  }

  private mutating func next() -> (number: UInt64, value: Value)? {
    guard let key = variable(), key >> 3 > 0, key >> 3 < 1 << 29 else { return nil }
    let value: Value? =
      switch key & 7 {
      case 0: variable().map { .number($0) }
      case 1: fixed(8).map { .eight($0) }
      case 2: variable().flatMap { Int(exactly: $0) }.flatMap { take($0) }.map { .bytes($0) }
      case 5: fixed(4).map { .four(UInt32(truncatingIfNeeded: $0)) }
      // Groups, which no model has.
      default: nil
      }
    return value.map { (key >> 3, $0) }
  }

  private mutating func variable() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard place < message.endIndex else { return nil }
      let byte = message[place]
      place += 1
      if shift < 64 { value |= UInt64(byte & 0x7F) << shift }
      if byte < 0x80 { return value }
    }
    return nil
  }

  private mutating func fixed(_ count: Int) -> UInt64? {
    take(count).map { $0.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count <= message.endIndex - place else { return nil }
    defer { place += count }
    return message[place..<place + count]
  }
}
