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

/// One shaped word in the cache. Its key and then its glyphs lie behind it in memory.
struct CachedWord {
  var hash: UInt64
  var context: UInt64
  /// The key's code points, those around the word included.
  var keyCount: Int32
  var glyphCount: Int32
  /// Place of the first glyph in the cache's `measures`.
  var measures: Int32
  /// Length along the line in whole pixels.
  var advance: Int32
}

/// One glyph of a shaped word, in visual order: all that drawing needs, so that it looks nowhere else but at the pixels.
struct ShapedGlyph {
  /// Byte offset of the pixels in the atlas.
  var pixels: UInt32
  var glyph: UInt32
  /// Pixels of the page from the word's pen to the bitmap's top left corner, rightwards and downwards.
  var x: Int32
  var y: Int32
  var width: UInt16
  var height: UInt16
  /// Number of the font, with `colorBit` where the pixels are RGBA.
  var font: UInt16
  /// Code points of the word that the glyph shows.
  var clusterStart: UInt16
  var clusterEnd: UInt16

  static let colorBit: UInt16 = 1 << 15
  @inline(__always) var isColor: Bool { font & Self.colorBit != 0 }
  @inline(__always) var fontIndex: UInt16 { font & ~Self.colorBit }
}

/// The same glyph's measures in 1/64 pixel, as HarfBuzz gave them, y upwards; and its pen in pixels of the page, seen from
/// the word's pen.
struct GlyphMeasures {
  var advance: Int32
  var offsetX: Int32
  var offsetY: Int32
  var x: Int32
  var y: Int32
}
