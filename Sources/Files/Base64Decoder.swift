/// One pass over a Base64 text.
struct Base64Decoder {
  static let lineBreak: UInt8 = 64
  static let padding: UInt8 = 65
  static let foreign: UInt8 = 66

  let text: UnsafeBufferPointer<UInt8>
  /// 256 entries.
  let table: UnsafeBufferPointer<UInt8>
  private(set) var written = 0
  private var at = 0
  /// Letters not written yet, six bits each, and how many.
  private var bits: UInt32 = 0
  private var letters = 0

  init(text: UnsafeBufferPointer<UInt8>, table: UnsafeBufferPointer<UInt8>) {
    self.text = text
    self.table = table
  }

  /// `output` has room for three bytes of every four letters, the last four included.
  mutating func run(into output: UnsafeMutableBufferPointer<UInt8>) throws {
    while at < text.count {
      if letters == 0 { takeFours(into: output) }
      guard at < text.count else { break }
      let value = table[Int(text[at])]
      if value == Self.padding { return try takePadding(into: output) }
      if value == Self.foreign { throw foreignCharacter() }
      at += 1
      if value == Self.lineBreak { continue }
      bits = bits << 6 | UInt32(value)
      letters += 1
      if letters == 4 { write(3, into: output) }
    }
    try writeRest(into: output)
  }

  /// Four letters at a time, as long as nothing else stands among them.
  private mutating func takeFours(into output: UnsafeMutableBufferPointer<UInt8>) {
    while text.count - at >= 4 {
      let first = table[Int(text[at])]
      let second = table[Int(text[at + 1])]
      let third = table[Int(text[at + 2])]
      let fourth = table[Int(text[at + 3])]
      guard (first | second | third | fourth) < 64 else { return }
      output[written] = first << 2 | second >> 4
      output[written + 1] = second << 4 | third >> 2
      output[written + 2] = third << 6 | fourth
      written += 3
      at += 4
    }
  }

  /// Padding fills the last four letters up and nothing follows it.
  private mutating func takePadding(into output: UnsafeMutableBufferPointer<UInt8>) throws {
    var signs = 0
    while at < text.count {
      let value = table[Int(text[at])]
      if value == Self.padding {
        signs += 1
        guard letters >= 2, letters + signs <= 4 else { throw failure("padding stands where none is needed") }
      } else if value != Self.lineBreak {
        throw value == Self.foreign ? foreignCharacter() : failure("text follows the padding")
      }
      at += 1
    }
    guard letters + signs == 4 else { throw failure("padding is missing; the text may have been cut off") }
    try writeRest(into: output)
  }

  private mutating func writeRest(into output: UnsafeMutableBufferPointer<UInt8>) throws {
    guard letters > 0 else { return }
    guard letters > 1 else { throw failure("a single letter is left over; the text may have been cut off") }
    bits <<= UInt32(6 * (4 - letters))
    write(letters - 1, into: output)
  }

  private mutating func write(_ count: Int, into output: UnsafeMutableBufferPointer<UInt8>) {
    for index in 0..<count { output[written + index] = UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * index)) }
    written += count
    bits = 0
    letters = 0
  }

  private func foreignCharacter() -> Base64Error { failure("the byte \(text[at]) is no letter of Base64") }

  private func failure(_ problem: String) -> Base64Error { Base64Error(position: at, problem: problem) }
}
