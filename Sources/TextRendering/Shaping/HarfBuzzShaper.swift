import CHarfBuzz

/// Code points of one font, script, language and direction to positioned glyphs, by HarfBuzz, through the cache.
final class HarfBuzzShaper {
  let cache: WordCache
  private let atlas: GlyphAtlas
  private let fonts: OpenFonts
  private let buffer: OpaquePointer
  private let scriptTags: [hb_script_t]
  /// What HarfBuzz prepared for a font, script, language and direction. Its own memory of plans is searched one by one.
  private var plans: [UInt64: OpaquePointer] = [:]

  init(cache: WordCache, atlas: GlyphAtlas, fonts: OpenFonts) throws {
    self.cache = cache
    self.atlas = atlas
    self.fonts = fonts
    guard let buffer = hb_buffer_create() else { throw RenderingError("HarfBuzz ran out of memory.") }
    self.buffer = buffer
    scriptTags = (0...255).map { hb_script_from_string(ScriptCode(value: UInt8($0)).iso, 4) }
  }

  deinit {
    forgetPlans()
    hb_buffer_destroy(buffer)
  }

  /// To be called when a language's number may get another meaning.
  func forgetPlans() {
    for plan in plans.values { hb_shape_plan_destroy(plan) }
    plans.removeAll()
  }

  /// The plan for the buffer's properties.
  private func plan(_ context: WordContext, _ face: FontFace) throws -> OpaquePointer {
    if let plan = plans[context.planBits] { return plan }
    var properties = hb_segment_properties_t()
    hb_buffer_get_segment_properties(buffer, &properties)
    guard let plan = hb_shape_plan_create(hb_font_get_face(face.shaper), &properties, nil, 0, nil) else {
      throw RenderingError("HarfBuzz ran out of memory.")
    }
    plans[context.planBits] = plan
    return plan
  }

  /// Hash of a word for the cache; its slot is brought nearer.
  ///
  /// `scalars` are `count` code points of the word; `context.before` lie in front of them and `context.after` behind.
  @inline(__always)
  func hash(_ scalars: UnsafePointer<UInt32>, _ count: Int, _ context: WordContext) -> UInt64 {
    let hash = WordCache.hash(context.bits, scalars - context.before, context.before + count + context.after)
    cache.prefetchSlot(hash)
    return hash
  }

  /// Position of the word in the cache. Throws where the font is broken.
  @inline(__always)
  func word(
    _ scalars: UnsafePointer<UInt32>, _ count: Int, _ context: WordContext, hash: UInt64, _ language: LanguageFonts
  ) throws -> Int {
    let key = scalars - context.before
    let length = context.before + count + context.after
    let found = cache.find(hash, context.bits, key, length)
    if found >= 0 { return found }
    return try shape(hash, context, key, length, language)
  }

  @inline(never)
  private func shape(
    _ hash: UInt64, _ context: WordContext, _ key: UnsafePointer<UInt32>, _ keyCount: Int, _ language: LanguageFonts
  ) throws -> Int {
    let count = keyCount - context.before - context.after
    let isUpright = context.posture == .upright
    let face = try fonts.face(Int(context.font))
    cache.draft.count = 0
    cache.draftMeasures.count = 0
    hb_buffer_clear_contents(buffer)
    hb_buffer_add_codepoints(buffer, key, Int32(keyCount), UInt32(context.before), Int32(count))
    hb_buffer_set_direction(
      buffer, isUpright ? HB_DIRECTION_TTB : context.isRightToLeft ? HB_DIRECTION_RTL : HB_DIRECTION_LTR)
    hb_buffer_set_script(buffer, scriptTags[Int(context.script)])
    hb_buffer_set_language(buffer, language.language)
    _ = hb_shape_plan_execute(try plan(context, face), face.shaper, buffer, nil, 0)
    var length: UInt32 = 0
    guard hb_buffer_allocation_successful(buffer) != 0, let infos = hb_buffer_get_glyph_infos(buffer, &length),
      let positions = hb_buffer_get_glyph_positions(buffer, &length)
    else {
      if length == 0 { return cache.insert(hash, context.bits, key, keyCount, advance: 0) }
      throw RenderingError("HarfBuzz ran out of memory on a word of \(count) characters.")
    }
    var pen: Int64 = 0
    for index in 0..<Int(length) {
      let position = positions[index]
      let place = try atlas.index(
        font: context.font, glyph: infos[index].codepoint, sideways: context.posture == .sideways)
      let advance = isUpright ? -position.y_advance : position.x_advance
      let (x, y) = Self.place(position, pen: pen, context.posture, shift: face.shift)
      let bitmap = atlas.glyphs[Int(place)]
      cache.draft.append(
        ShapedGlyph(
          pixels: UInt32(truncatingIfNeeded: bitmap.offset), glyph: bitmap.glyph, x: x + bitmap.left,
          y: y + bitmap.top, width: UInt16(clamping: bitmap.width), height: UInt16(clamping: bitmap.height),
          font: bitmap.font | (bitmap.isColor ? ShapedGlyph.colorBit : 0),
          clusterStart: UInt16(truncatingIfNeeded: Int(infos[index].cluster) - context.before), clusterEnd: 0))
      cache.draftMeasures.append(
        GlyphMeasures(advance: advance, offsetX: position.x_offset, offsetY: position.y_offset, x: x, y: y))
      pen += Int64(advance)
    }
    setClusterEnds(count: UInt16(truncatingIfNeeded: count), rightToLeft: context.isRightToLeft)
    return cache.insert(hash, context.bits, key, keyCount, advance: max(0, Self.pixels(pen)))
  }

  /// Where a glyph's pen stands on the page, seen from the word's pen.
  private static func place(
    _ position: hb_glyph_position_t, pen: Int64, _ posture: WordContext.Posture, shift: Int32
  ) -> (x: Int32, y: Int32) {
    let across = pixels(Int64(position.x_offset))
    let up = pixels(Int64(position.y_offset))
    return switch posture {
    case .horizontal: (pixels(pen + Int64(position.x_offset)), -up)
    // The shift centers a font in rows; in a column the font's own vertical origin does.
    case .upright: (across, pixels(pen - Int64(position.y_offset)) - shift)
    case .sideways: (up, pixels(pen + Int64(position.x_offset)))
    }
  }

  /// A cluster ends where the next one in reading order starts.
  private func setClusterEnds(count: UInt16, rightToLeft: Bool) {
    let glyphs = cache.draft
    var end = count
    var current = count
    for step in 0..<glyphs.count {
      let index = rightToLeft ? step : glyphs.count - 1 - step
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
