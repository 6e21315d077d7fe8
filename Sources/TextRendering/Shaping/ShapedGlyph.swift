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

/// One shaped word in the cache. Its key and then its glyphs lie behind it in memory.
struct ShapedWord {
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
