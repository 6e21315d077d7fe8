/// Numbers of tar headers: octal digits in ASCII, or GNU's base 256 for what does not fit.
enum TarNumber {
  /// - Parameter what: what the number says, such as "size".
  static func value(_ field: ArraySlice<UInt8>, what: String) throws(TarDamage) -> Int {
    guard let first = field.first else { return 0 }
    return try first & 0x80 == 0 ? octal(field, what: what) : base256(field, what: what)
  }

  /// Spaces, digits, then the field's end, a space or a zero byte; no digits at all mean 0.
  private static func octal(_ field: ArraySlice<UInt8>, what: String) throws(TarDamage) -> Int {
    var value = 0
    for byte in field.drop(while: { $0 == UInt8(ascii: " ") }) {
      if byte == 0 || byte == UInt8(ascii: " ") { break }
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte) else {
        throw TarDamage(problem: "its \(what) is not an octal number")
      }
      guard value <= Int.max >> 3 else { throw TarDamage(problem: "its \(what) is beyond all reason") }
      value = value << 3 | Int(byte - UInt8(ascii: "0"))
    }
    return value
  }

  /// Big-endian in two's complement; the first bit only says that it is one of these.
  private static func base256(_ field: ArraySlice<UInt8>, what: String) throws(TarDamage) -> Int {
    guard let first = field.first, first & 0x40 == 0 else { throw TarDamage(problem: "its \(what) is negative") }
    var value = Int(first & 0x3F)
    for byte in field.dropFirst() {
      guard value <= Int.max >> 8 else { throw TarDamage(problem: "its \(what) is beyond all reason") }
      value = value << 8 | Int(byte)
    }
    return value
  }

  /// `digits` octal digits and a zero byte; nil where the number has more.
  static func field(_ value: Int, digits: Int) -> [UInt8]? {
    let text = String(value, radix: 8)
    guard value >= 0, text.utf8.count <= digits else { return nil }
    return [UInt8](repeating: UInt8(ascii: "0"), count: digits - text.utf8.count) + Array(text.utf8) + [0]
  }
}
