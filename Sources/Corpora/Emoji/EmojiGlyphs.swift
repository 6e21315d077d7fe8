import CFreeType
import CHarfBuzz
import Images

/// Draws emoji from a color bitmap font: HarfBuzz joins a sequence to one glyph, FreeType reads its bitmap.
///
/// One object serves one thread.
final class EmojiGlyphs {
  private let path: String
  private var library: FT_Library?
  private var face: FT_Face?
  private let font: OpaquePointer
  private let buffer: OpaquePointer

  /// Throws when the file is no font with colored bitmaps.
  init(path: String) throws {
    self.path = path
    let blob = hb_blob_create_from_file(path)
    let shapeFace = hb_face_create(blob, 0)
    font = hb_font_create(shapeFace)
    buffer = hb_buffer_create()
    hb_face_destroy(shapeFace)
    hb_blob_destroy(blob)
    guard FT_Init_FreeType(&library) == 0 else { throw CorpusError("FreeType could not start: out of memory") }
    guard FT_New_Face(library, path, 0, &face) == 0, let face else {
      throw CorpusError("\(path): not a font that FreeType reads; install fonts-noto-color-emoji anew")
    }
    guard face.pointee.num_fixed_sizes > 0, FT_Select_Size(face, 0) == 0 else {
      throw CorpusError("\(path): the font has no bitmaps; install fonts-noto-color-emoji anew")
    }
  }

  deinit {
    hb_buffer_destroy(buffer)
    hb_font_destroy(font)
    FT_Done_Face(face)
    FT_Done_FreeType(library)
  }

  /// The emoji on `background`, in the middle of a square; `nil` when the font does not draw it as one glyph.
  func draw(_ text: String, on background: Color) throws -> PixelImage? {
    guard let face, let glyph = glyph(for: text) else { return nil }
    guard FT_Load_Glyph(face, glyph, Int32(FT_LOAD_COLOR)) == 0 else {
      throw CorpusError("\(path): glyph \(glyph) cannot be read; install fonts-noto-color-emoji anew")
    }
    let bitmap = face.pointee.glyph.pointee.bitmap
    guard UInt32(bitmap.pixel_mode) == FT_PIXEL_MODE_BGRA.rawValue, let pixels = bitmap.buffer, bitmap.pitch > 0 else {
      return nil
    }
    let (width, height, pitch) = (Int(bitmap.width), Int(bitmap.rows), Int(bitmap.pitch))
    return try PixelImage(
      premultipliedBGRA: UnsafeRawBufferPointer(start: pixels, count: height * pitch), width: width, height: height,
      pitch: pitch, on: background
    ).squared(on: background)
  }

  private func glyph(for text: String) -> UInt32? {
    hb_buffer_reset(buffer)
    let utf8 = Array(text.utf8)
    utf8.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        hb_buffer_add_utf8(buffer, $0.baseAddress, Int32($0.count), 0, Int32($0.count))
      }
    }
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES)
    hb_buffer_guess_segment_properties(buffer)
    hb_shape(font, buffer, nil, 0)
    var count: UInt32 = 0
    guard let glyphs = hb_buffer_get_glyph_infos(buffer, &count), count == 1, glyphs[0].codepoint != 0 else {
      return nil
    }
    return glyphs[0].codepoint
  }
}
