import CFreeType
import CKernels

/// One glyph as pixels, relative to the pen: 8-bit coverage in rows of a multiple of 16 bytes, or premultiplied RGBA for
/// color fonts.
struct AtlasGlyph {
  /// Byte offset of the pixels in the atlas.
  var offset: Int
  var glyph: UInt32
  var font: UInt16
  var isColor: Bool
  var width: Int32
  var height: Int32
  /// Pixels from the pen to the left edge.
  var left: Int32
  /// Pixels from the baseline down to the top edge, usually negative.
  var top: Int32
}

/// Glyph bitmaps drawn once by FreeType, without hinting, and kept.
final class GlyphAtlas {
  let pixels = ScratchBuffer<UInt8>(capacity: 1 << 16)
  let glyphs = ScratchBuffer<AtlasGlyph>(capacity: 1024)
  private let fonts: OpenFonts
  private let emoji: RendererOptions.EmojiStyle
  private let weight: Int
  private let colors = ScratchBuffer<UInt8>(capacity: 1024)
  /// Per font, upright and sideways: glyph id to index + 1 into `glyphs`, 0 where it was not drawn yet.
  private var places: [UnsafeMutableBufferPointer<UInt32>?]

  /// `weight` in thousandths of the font size is added to strokes.
  init(fonts: OpenFonts, emoji: RendererOptions.EmojiStyle, weight: Int = 0) {
    self.weight = weight
    self.fonts = fonts
    self.emoji = emoji
    places = Array(repeating: nil, count: fonts.stack.fonts.count * 2)
  }

  deinit { for place in places { place?.deallocate() } }

  /// Bytes of bitmaps held.
  var byteCount: Int { pixels.count }

  /// Forgets all bitmaps; indexes given out before become invalid.
  func removeAll() {
    pixels.count = 0
    pixels.shrink(above: 1 << 20)
    glyphs.count = 0
    for place in places { place?.update(repeating: 0) }
  }

  /// Index into `glyphs` of a glyph, drawing it where it is new; `sideways` turns it a quarter clockwise. Throws where the
  /// font's outline is broken.
  func index(font: UInt16, glyph: UInt32, sideways: Bool = false) throws -> UInt32 {
    let face = try fonts.face(Int(font))
    let places = places(of: Int(font) * 2 + (sideways ? 1 : 0), face)
    guard Int(glyph) < places.count else {
      throw RenderingError("The font file \(face.path) is broken: it names glyph \(glyph) of \(places.count).")
    }
    if places[Int(glyph)] != 0 { return places[Int(glyph)] - 1 }
    let index = UInt32(glyphs.count)
    var drawn = try draw(glyph, font, face)
    if sideways, drawn.width > 0, !drawn.isColor { turn(&drawn) }
    glyphs.append(drawn)
    places[Int(glyph)] = index + 1
    return index
  }

  private func places(of index: Int, _ face: FontFace) -> UnsafeMutableBufferPointer<UInt32> {
    if let place = places[index] { return place }
    let place = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: face.glyphCount)
    place.initialize(repeating: 0)
    places[index] = place
    return place
  }

  private func draw(_ glyph: UInt32, _ font: UInt16, _ face: FontFace) throws -> AtlasGlyph {
    var drawn = AtlasGlyph(
      offset: pixels.count, glyph: glyph, font: font, isColor: false, width: 0, height: 0, left: 0, top: 0)
    let flags = face.isColor ? clippo_ft_load_color : clippo_ft_load_outline
    var status = FT_Load_Glyph(face.rasterizer, glyph, flags)
    guard let slot = face.rasterizer.pointee.glyph else { return drawn }
    // A color font has no bitmap for its blank glyphs, which FreeType reports as an error.
    if face.isColor, status != 0 { return drawn }
    if status == 0, slot.pointee.format == FT_GLYPH_FORMAT_OUTLINE {
      if weight > 0 { FT_Outline_Embolden(&slot.pointee.outline, FT_Pos(Int(face.size) * weight / 1000)) }
      status = FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL)
    }
    guard status == 0 else {
      throw RenderingError(
        "The font file \(face.path) is broken: glyph \(glyph) cannot be drawn (FreeType error \(status)).")
    }
    let bitmap = slot.pointee.bitmap
    drawn.left = slot.pointee.bitmap_left
    drawn.top = face.shift - slot.pointee.bitmap_top
    switch UInt32(bitmap.pixel_mode) {
    case FT_PIXEL_MODE_GRAY.rawValue: copyCoverage(bitmap, &drawn)
    case FT_PIXEL_MODE_BGRA.rawValue: scaleColor(bitmap, slot, face, &drawn)
    default: break
    }
    return drawn
  }

  private func copyCoverage(_ bitmap: FT_Bitmap, _ drawn: inout AtlasGlyph) {
    guard let buffer = bitmap.buffer, bitmap.width > 0, bitmap.rows > 0 else { return }
    drawn.width = Int32(bitmap.width)
    drawn.height = Int32(bitmap.rows)
    let width = Int(bitmap.width)
    let stride = (width + 15) / 16 * 16
    pixels.reserve(pixels.count + stride * Int(bitmap.rows))
    for row in 0..<Int(bitmap.rows) {
      let out = pixels.start + pixels.count
      out.update(from: buffer + row * Int(bitmap.pitch), count: width)
      (out + width).update(repeating: 0, count: stride - width)
      pixels.count += stride
    }
  }

  private func scaleColor(_ bitmap: FT_Bitmap, _ slot: FT_GlyphSlot, _ face: FontFace, _ drawn: inout AtlasGlyph) {
    guard let buffer = bitmap.buffer, bitmap.width > 0, bitmap.rows > 0 else { return }
    let width = max(1, scaled(Int32(bitmap.width), face))
    let height = max(1, scaled(Int32(bitmap.rows), face))
    let bytes = Int(width) * Int(height) * 4
    colors.reserve(bytes)
    clippo_text_area_scale_bgra(
      colors.start, width, height, buffer, Int(bitmap.pitch), Int32(bitmap.width), Int32(bitmap.rows),
      emoji == .color ? 0 : 1)
    if emoji == .foreground {
      appendInk(width: Int(width), height: Int(height))
    } else {
      pixels.reserve(pixels.count + bytes)
      (pixels.start + pixels.count).update(from: colors.start, count: bytes)
      pixels.count += bytes
    }
    drawn.isColor = emoji != .foreground
    drawn.width = width
    drawn.height = height
    drawn.left = scaled(slot.pointee.bitmap_left, face)
    drawn.top = face.shift - scaled(slot.pointee.bitmap_top, face)
  }

  /// The image in `colors` as coverage: black is full ink, white a quarter, so that white drawings stay visible.
  private func appendInk(width: Int, height: Int) {
    let stride = (width + 15) / 16 * 16
    pixels.reserve(pixels.count + stride * height)
    for row in 0..<height {
      let out = pixels.start + pixels.count
      for column in 0..<width {
        let pixel = colors.start + (row * width + column) * 4
        let luma = min(Int(pixel[0]), Int(pixel[3]))
        out[column] = UInt8(Int(pixel[3]) - 3 * luma / 4)
      }
      (out + width).update(repeating: 0, count: stride - width)
      pixels.count += stride
    }
  }

  /// Turns the coverage bitmap just drawn a quarter clockwise around the pen.
  private func turn(_ drawn: inout AtlasGlyph) {
    let (width, height) = (Int(drawn.width), Int(drawn.height))
    let stride = (width + 15) / 16 * 16
    let turnedStride = (height + 15) / 16 * 16
    colors.reserve(stride * height)
    colors.start.update(from: pixels.start + drawn.offset, count: stride * height)
    pixels.count = drawn.offset
    pixels.reserve(pixels.count + turnedStride * width)
    for row in 0..<width {
      let out = pixels.start + pixels.count
      for column in 0..<height { out[column] = colors[(height - 1 - column) * stride + row] }
      (out + height).update(repeating: 0, count: turnedStride - height)
      pixels.count += turnedStride
    }
    (drawn.left, drawn.top) = (-(drawn.top + drawn.height), drawn.left)
    (drawn.width, drawn.height) = (drawn.height, drawn.width)
  }

  /// Strike pixels to page pixels, to the nearest.
  private func scaled(_ length: Int32, _ face: FontFace) -> Int32 {
    let value = Int64(length) * Int64(face.size)
    let unit = Int64(face.strike) * 64
    return Int32((2 * value + (value < 0 ? -unit : unit)) / (2 * unit))
  }
}
