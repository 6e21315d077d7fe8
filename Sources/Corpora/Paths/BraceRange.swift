/// Whole numbers from one to another, as a brace pattern has them.
struct BraceRange: Sendable {
  /// Digits that a number may have.
  static let digitLimit = 18

  /// Their difference fits `Int`, since both have at most 18 digits.
  let start: Int
  let end: Int
  /// At least 1.
  let step: Int
  /// Characters of each number, its sign included, filled up by zeros; 0 fills nothing.
  let width: Int

  /// Reads `start..end` or `start..end..step`; nil where this is something else. Throws for numbers that are too long.
  init?(_ text: ArraySlice<UInt8>) throws {
    let parts = Self.parts(text)
    guard parts.count == 2 || parts.count == 3, parts.allSatisfy(Self.isNumber) else { return nil }
    let numbers = parts.compactMap { $0.count <= Self.digitLimit ? Int(String(decoding: $0, as: UTF8.self)) : nil }
    guard numbers.count == parts.count else {
      throw CorpusError(
        "the range “{\(MemberName.shown(String(decoding: text, as: UTF8.self)))}” has a number with more than \(Self.digitLimit) digits"
      )
    }
    start = numbers[0]
    end = numbers[1]
    // Shells take the direction from the ends, whatever the step's sign, and 0 for 1.
    step = numbers.count == 3 ? max(1, abs(numbers[2])) : 1
    width = parts[..<2].contains(where: Self.hasLeadingZero) ? max(parts[0].count, parts[1].count) : 0
  }

  var count: Int { abs(end - start) / step + 1 }
  var longest: Int { max(width, String(start).utf8.count, String(end).utf8.count) }

  var names: [[UInt8]] {
    (0..<count).map { index in
      let number = start + (end < start ? -1 : 1) * index * step
      let digits = Array(String(abs(number)).utf8)
      let sign = number < 0 ? [UInt8(ascii: "-")] : []
      let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: max(0, width - digits.count - sign.count))
      return sign + zeros + digits
    }
  }

  /// Cut at every `..`.
  private static func parts(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var start = text.startIndex
    for index in text.indices.dropLast()
    where text[index] == UInt8(ascii: ".") && text[index + 1] == UInt8(ascii: ".") && index >= start {
      parts.append(text[start..<index])
      start = index + 2
    }
    return parts + [text[start...]]
  }

  private static func isNumber(_ part: ArraySlice<UInt8>) -> Bool {
    let digits = part.first == UInt8(ascii: "-") ? part.dropFirst() : part
    return !digits.isEmpty && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private static func hasLeadingZero(_ part: ArraySlice<UInt8>) -> Bool {
    let digits = part.first == UInt8(ascii: "-") ? part.dropFirst() : part
    return digits.count > 1 && digits.first == UInt8(ascii: "0")
  }
}
