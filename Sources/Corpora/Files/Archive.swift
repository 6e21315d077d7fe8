/// Arrays of whole numbers and texts as bytes, with a hash at the end: for files that this program makes for itself.
struct ArchiveWriter {
  private var bytes: [UInt8]

  init(_ magic: [UInt8]) {
    bytes = magic
  }

  mutating func write<Number: FixedWidthInteger>(_ numbers: [Number]) {
    append(UInt64(numbers.count))
    for number in numbers { append(number) }
  }

  mutating func write(text: String) { write(Array(text.utf8)) }

  mutating func write(texts: [String]) {
    append(UInt64(texts.count))
    for text in texts { write(text: text) }
  }

  consuming func finished() -> [UInt8] {
    append(StableHash.of(bytes))
    return bytes
  }

  private mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }
}

/// Reads what `ArchiveWriter` wrote; everything is nil once something does not fit.
struct ArchiveReader {
  private let bytes: [UInt8]
  private let end: Int
  private var position: Int

  /// Nil where the magic or the hash is another.
  init?(_ bytes: [UInt8], magic: [UInt8]) {
    guard bytes.count >= magic.count + 8, bytes.starts(with: magic) else { return nil }
    self.bytes = bytes
    end = bytes.count - 8
    position = end
    let hash: UInt64? = Self.number(bytes, at: end)
    guard hash == StableHash.of(bytes[..<end]) else { return nil }
    position = magic.count
  }

  var isAtEnd: Bool { position == end }

  mutating func array<Number: FixedWidthInteger>() -> [Number]? {
    guard let count = count(each: Number.bitWidth / 8) else { return nil }
    let start = position
    position += count * (Number.bitWidth / 8)
    return (0..<count).compactMap { Self.number(bytes, at: start + $0 * (Number.bitWidth / 8)) }
  }

  mutating func text() -> String? {
    guard let content: [UInt8] = array() else { return nil }
    return String(validating: content, as: UTF8.self)
  }

  mutating func texts() -> [String]? {
    guard let count = count(each: 8) else { return nil }
    var texts: [String] = []
    for _ in 0..<count {
      guard let text = text() else { return nil }
      texts.append(text)
    }
    return texts
  }

  /// A count of things of which each takes at least `size` bytes of what follows.
  private mutating func count(each size: Int) -> Int? {
    guard end - position >= 8, let number: UInt64 = Self.number(bytes, at: position) else { return nil }
    position += 8
    guard let count = Int(exactly: number), count <= (end - position) / size else { return nil }
    return count
  }

  private static func number<Number: FixedWidthInteger>(_ bytes: [UInt8], at place: Int) -> Number? {
    guard place + Number.bitWidth / 8 <= bytes.count else { return nil }
    return bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: Number.self)) }
  }
}
