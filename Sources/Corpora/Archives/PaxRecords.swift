/// What PAX headers (POSIX.1-2001) say about a member, as far as reading needs it.
///
/// Each record is `length key=value` and a line feed, where the length in decimal digits counts itself too.
struct PaxRecords: Equatable {
  var path: String?
  var size: Int?
  /// Whether the member's bytes are only the pieces of a sparse file.
  var isSparse = false

  init() {}

  init(_ bytes: [UInt8]) throws(TarDamage) {
    var rest = bytes[...]
    // Some programs fill up with zeros.
    while let first = rest.first, first != 0 {
      let record = try Self.record(&rest)
      guard let equals = record.firstIndex(of: UInt8(ascii: "=")), equals > record.startIndex else {
        throw TarDamage(problem: "a PAX record has no key")
      }
      try take(record[..<equals], record[record.index(after: equals)...])
    }
    guard rest.allSatisfy({ $0 == 0 }) else { throw TarDamage(problem: "a PAX record does not begin with its length") }
  }

  /// These records with those of `other` where there are any.
  func overridden(by other: PaxRecords) -> PaxRecords {
    var result = self
    result.path = other.path ?? path
    result.size = other.size ?? size
    result.isSparse = isSparse || other.isSparse
    return result
  }

  /// Cuts the first record off; without its length and line feed.
  private static func record(_ rest: inout ArraySlice<UInt8>) throws(TarDamage) -> ArraySlice<UInt8> {
    let digits = rest.prefix { $0 != UInt8(ascii: " ") }
    guard digits.count < rest.count, let length = number(digits), length > digits.count + 1, length <= rest.count else {
      throw TarDamage(problem: "a PAX record has an impossible length")
    }
    let record = rest.prefix(length)
    guard record.last == 0x0A else { throw TarDamage(problem: "a PAX record does not end in a line feed") }
    rest = rest.dropFirst(length)
    return record.dropFirst(digits.count + 1).dropLast()
  }

  private mutating func take(_ key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) throws(TarDamage) {
    if key.elementsEqual("path".utf8) {
      guard let path = String(validating: value, as: UTF8.self) else {
        throw TarDamage(problem: "the name in its PAX records is not valid UTF-8")
      }
      // An empty value takes an earlier one back.
      self.path = path.isEmpty ? nil : path
    } else if key.elementsEqual("size".utf8) {
      guard let size = value.isEmpty ? 0 : Self.number(value) else {
        throw TarDamage(problem: "the size in its PAX records is not a number within reason")
      }
      self.size = value.isEmpty ? nil : size
    } else if key.starts(with: "GNU.sparse.".utf8) || key.elementsEqual("SCHILY.realsize".utf8) {
      isSparse = true
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
