import CHarfBuzz

/// Stage 9: code points of one font, script, language and direction to positioned glyphs, by HarfBuzz, through the cache.
final class WordShaper {
  let cache: WordCache
  private let atlas: GlyphAtlas
  private let fonts: OpenFonts
  private let buffer: OpaquePointer
  private var scriptTags: [hb_script_t]

  init(cache: WordCache, atlas: GlyphAtlas, fonts: OpenFonts) throws {
    self.cache = cache
    self.atlas = atlas
    self.fonts = fonts
    guard let buffer = hb_buffer_create() else { throw RenderingError("HarfBuzz ran out of memory.") }
    self.buffer = buffer
    scriptTags = (0...255).map { hb_script_from_string(ScriptCode(value: UInt8($0)).iso, 4) }
  }

  deinit { hb_buffer_destroy(buffer) }

  /// Index of the shaped word in the cache. Throws where the font is broken.
  @inline(__always)
  func word(
    _ scalars: UnsafePointer<UInt32>, _ count: Int, font: UInt16, script: UInt8, rightToLeft: Bool,
    language: LanguageFonts
  ) throws -> Int {
    let context =
      UInt64(font) | UInt64(script) << 16 | UInt64(language.index) << 24 | (rightToLeft ? 1 << 40 : 0)
    let hash = WordCache.hash(context, scalars, count)
    let found = cache.find(hash, context, scalars, count)
    if found >= 0 { return found }
    return try shape(hash, context, scalars, count, language)
  }

  @inline(never)
  private func shape(
    _ hash: UInt64, _ context: UInt64, _ scalars: UnsafePointer<UInt32>, _ count: Int, _ language: LanguageFonts
  ) throws -> Int {
    let font = UInt16(truncatingIfNeeded: context)
    let rightToLeft = context >> 40 != 0
    hb_buffer_clear_contents(buffer)
    hb_buffer_add_codepoints(buffer, scalars, Int32(count), 0, Int32(count))
    hb_buffer_set_direction(buffer, rightToLeft ? HB_DIRECTION_RTL : HB_DIRECTION_LTR)
    hb_buffer_set_script(buffer, scriptTags[Int(UInt8(truncatingIfNeeded: context >> 16))])
    hb_buffer_set_language(buffer, language.language)
    hb_shape(try fonts.face(Int(font)).shaper, buffer, nil, 0)
    var length: UInt32 = 0
    guard hb_buffer_allocation_successful(buffer) != 0, let infos = hb_buffer_get_glyph_infos(buffer, &length),
      let positions = hb_buffer_get_glyph_positions(buffer, &length)
    else {
      if length == 0 { return cache.insert(hash, context, scalars, count, glyphStart: cache.glyphs.count, advance: 0) }
      throw RenderingError("HarfBuzz ran out of memory on a word of \(count) characters.")
    }
    let start = cache.glyphs.count
    var pen: Int64 = 0
    for index in 0..<Int(length) {
      let position = positions[index]
      cache.glyphs.append(
        ShapedGlyph(
          place: try atlas.index(font: font, glyph: infos[index].codepoint),
          x: Self.pixels(pen + Int64(position.x_offset)), y: -Self.pixels(Int64(position.y_offset)),
          advance: position.x_advance, offsetX: position.x_offset, offsetY: position.y_offset,
          clusterStart: infos[index].cluster, clusterEnd: UInt32(count)))
      pen += Int64(position.x_advance)
    }
    setClusterEnds(from: start, count: UInt32(count), rightToLeft: rightToLeft)
    return cache.insert(
      hash, context, scalars, count, glyphStart: start, advance: max(0, Self.pixels(pen)))
  }

  /// A cluster ends where the next one in reading order starts.
  private func setClusterEnds(from start: Int, count: UInt32, rightToLeft: Bool) {
    let glyphs = cache.glyphs
    var end = count
    var current = count
    for step in 0..<glyphs.count - start {
      let index = rightToLeft ? start + step : glyphs.count - 1 - step
      if glyphs[index].clusterStart != current {
        if step > 0 { end = current }
        current = glyphs[index].clusterStart
      }
      glyphs.start[index].clusterEnd = end
    }
  }

  /// 1/64 pixels to whole pixels, to the nearest, halves up.
  private static func pixels(_ length: Int64) -> Int32 { Int32(truncatingIfNeeded: (length + 32) >> 6) }
}
