/// Everything besides its code points that decides how a word is shaped, packed into the word cache's key.
struct WordContext: Equatable {
  let bits: UInt64

  /// How a word stands in its line.
  enum Posture: UInt8 {
    /// In a row.
    case horizontal
    /// In a column, every glyph upright below the one before.
    case upright
    /// In a column, turned a quarter clockwise.
    case sideways
  }

  /// The most code points around a word that HarfBuzz looks at.
  static let longestNeighborhood = 5

  /// `before` and `after` count the code points around the word that it joins, at most `longestNeighborhood` each.
  @inline(__always)
  init(
    font: UInt16, script: UInt8, language: UInt16, rightToLeft: Bool, posture: Posture = .horizontal, before: Int = 0,
    after: Int = 0
  ) {
    bits =
      UInt64(font) | UInt64(script) << 16 | UInt64(language) << 24 | (rightToLeft ? 1 << 40 : 0)
      | UInt64(posture.rawValue) << 41 | UInt64(before) << 43 | UInt64(after) << 46
  }

  /// Font, script, language, direction and posture alone.
  var planBits: UInt64 { bits & (1 << 43 - 1) }
  var font: UInt16 { UInt16(truncatingIfNeeded: bits) }
  var script: UInt8 { UInt8(truncatingIfNeeded: bits >> 16) }
  var isRightToLeft: Bool { bits >> 40 & 1 != 0 }
  var posture: Posture { Posture(rawValue: UInt8(bits >> 41 & 3)) ?? .horizontal }
  @inline(__always) var before: Int { Int(bits >> 43 & 7) }
  @inline(__always) var after: Int { Int(bits >> 46 & 7) }
}
