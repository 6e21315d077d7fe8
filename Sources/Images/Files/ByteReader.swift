/// Numbers at places of a file; `nil` beyond its end.
struct ByteReader {
  enum Order { case little, big }

  let bytes: UnsafeRawBufferPointer

  func byte(_ place: Int) -> UInt8? {
    bytes.indices.contains(place) ? bytes[place] : nil
  }

  func number(_ place: Int, bytes count: Int, _ order: Order) -> Int? {
    guard place >= 0, place <= bytes.count - count else { return nil }
    var value = 0
    for index in 0..<count {
      value = value << 8 | Int(bytes[order == .big ? place + index : place + count - 1 - index])
    }
    return value
  }

  func begins(with text: StaticString, at place: Int = 0) -> Bool {
    guard place >= 0, place <= bytes.count - text.utf8CodeUnitCount else { return false }
    return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[place + $0] == text.utf8Start[$0] }
  }

  /// A stretch, shorter where the file ends.
  func part(_ place: Int, count: Int) -> ByteReader {
    let start = min(max(place, 0), bytes.count)
    return ByteReader(bytes: .init(rebasing: bytes[start..<start + min(max(count, 0), bytes.count - start)]))
  }
}
