/// One glyph of a shaped word, in visual order.
struct ShapedGlyph {
  /// Index into the atlas.
  var place: UInt32
  /// Pixels from the word's pen to the glyph's pen, rightwards and downwards.
  var x: Int32
  var y: Int32
  /// 1/64 pixel, as HarfBuzz gave them; y upwards.
  var advance: Int32
  var offsetX: Int32
  var offsetY: Int32
  /// Code points of the word that the glyph shows.
  var clusterStart: UInt32
  var clusterEnd: UInt32
}

/// One shaped word in the cache.
struct ShapedWord {
  var hash: UInt64
  var context: UInt64
  /// The key's code points in the cache's arena.
  var keyStart: Int32
  var keyCount: Int32
  var glyphStart: Int32
  var glyphCount: Int32
  /// Width in whole pixels.
  var advance: Int32
}
