/// Numbers in hexadecimal digits.
package enum Hexadecimal {
  /// At least `digits` digits, with zeros before them: by default as many as the number's type has room for.
  package static func text<Number: FixedWidthInteger>(
    _ number: Number, digits: Int = Number.bitWidth / 4, uppercase: Bool = false
  ) -> String {
    let text = String(number, radix: 16, uppercase: uppercase)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
