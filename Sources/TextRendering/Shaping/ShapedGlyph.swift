/// One glyph of a shaped word, in visual order: what drawing needs, small because it is read for every glyph of a caption.
struct ShapedGlyph {
  /// Index into the atlas.
  var place: UInt32
  /// Pixels from the word's pen to the glyph's pen, rightwards and downwards.
  var x: Int32
  var y: Int16
  /// Code points of the word that the glyph shows.
  var clusterStart: UInt16
  var clusterEnd: UInt16
}

/// The same glyph's measures in 1/64 pixel, as HarfBuzz gave them; y upwards.
struct GlyphMeasures {
  var advance: Int32
  var offsetX: Int32
  var offsetY: Int32
}

/// One shaped word in the cache.
struct ShapedWord {
  var hash: UInt64
  var context: UInt64
  /// The key's code points in the cache's arena.
  var keyStart: Int32
  var keyCount: Int32
  /// Place in the cache's `glyphs` and `measures`.
  var glyphStart: Int32
  var glyphCount: Int32
  /// Width in whole pixels.
  var advance: Int32
}
