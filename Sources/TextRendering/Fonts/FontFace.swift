import CFreeType
import CHarfBuzz
import Files

/// One opened face: HarfBuzz for coverage and shaping, FreeType for outlines and bitmaps, both on one mapped file.
final class FontFace {
  let path: String
  let shaper: OpaquePointer
  let rasterizer: FT_Face
  /// Size of an em in 1/64 pixel.
  let size: Int32
  /// Pixels that the baseline moves down.
  let shift: Int32
  let isColor: Bool
  /// Pixels of an em in the bitmap strike of a color font.
  let strike: Int32
  private let file: FileBytes
  /// Keeps FreeType alive for as long as its face.
  private let library: FontLibrary

  /// Opens a face at `size` 1/64 pixels an em. Throws a sentence naming the file where it is broken.
  init(path: String, face index: Int, size: Int32, shift: Int32, library: FontLibrary) throws {
    let file = try FileBytes(font: path)
    func broken(_ what: String) -> RenderingError {
      RenderingError("The font file \(path) is broken: \(what). Install it again or use another.")
    }
    let shaper = try file.withBytes { bytes in
      let blob = hb_blob_create(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), UInt32(bytes.count), HB_MEMORY_MODE_READONLY, nil, nil)
      defer { hb_blob_destroy(blob) }
      guard index < Int(hb_face_count(blob)) else { throw broken("it has no face \(index)") }
      let face = hb_face_create(blob, UInt32(index))
      defer { hb_face_destroy(face) }
      guard hb_face_get_glyph_count(face) > 0 else { throw broken("it has no glyphs") }
      return hb_font_create(face)
    }
    guard let shaper else { throw broken("HarfBuzz cannot open it") }
    hb_font_set_scale(shaper, size, size)
    var opened: FT_Face?
    let status = file.withBytes { bytes in
      FT_New_Memory_Face(
        library.library, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), FT_Long(bytes.count), FT_Long(index),
        &opened)
    }
    guard status == 0, let opened else {
      hb_font_destroy(shaper)
      throw broken("FreeType cannot open it (error \(status))")
    }
    let isScalable = opened.pointee.face_flags & FT_Long(FT_FACE_FLAG_SCALABLE) != 0
    let sized =
      isScalable
      ? FT_Set_Char_Size(opened, 0, FT_F26Dot6(size), 72, 72)
      : opened.pointee.num_fixed_sizes > 0 ? FT_Select_Size(opened, 0) : 1
    guard sized == 0 else {
      FT_Done_Face(opened)
      hb_font_destroy(shaper)
      throw broken("it has neither outlines nor bitmaps of a usable size (error \(sized))")
    }
    self.path = path
    self.file = file
    self.library = library
    self.shaper = shaper
    self.size = size
    self.shift = shift
    rasterizer = opened
    isColor = !isScalable
    strike = isScalable ? 0 : max(1, Int32(opened.pointee.size.pointee.metrics.y_ppem))
  }

  deinit {
    FT_Done_Face(rasterizer)
    hb_font_destroy(shaper)
  }

  /// From here on shaping gives font units.
  func countInFontUnits() {
    let unit = Int32(clamping: hb_face_get_upem(hb_font_get_face(shaper)))
    hb_font_set_scale(shaper, unit, unit)
  }

  var glyphCount: Int { Int(hb_face_get_glyph_count(hb_font_get_face(shaper))) }

  /// Whether the font draws a code point, directly or through its canonical decomposition, as HarfBuzz will.
  func covers(_ scalar: UInt32) -> Bool {
    var glyph: hb_codepoint_t = 0
    if hb_font_get_nominal_glyph(shaper, scalar, &glyph) != 0 { return true }
    var first: hb_codepoint_t = 0
    var second: hb_codepoint_t = 0
    guard hb_unicode_decompose(hb_unicode_funcs_get_default(), scalar, &first, &second) != 0, first != scalar else {
      return false
    }
    return covers(first) && (second == 0 || covers(second))
  }
}

/// FreeType's library object; one for each renderer, because FreeType is not safe to share among threads.
final class FontLibrary {
  let library: FT_Library

  init() throws {
    var opened: FT_Library?
    let status = FT_Init_FreeType(&opened)
    guard status == 0, let opened else { throw RenderingError("FreeType cannot be started (error \(status)).") }
    library = opened
  }

  deinit { FT_Done_FreeType(library) }
}

extension FileBytes {
  /// Opens a font's file. Throws a sentence that names the file where it cannot be opened or is empty.
  convenience init(font path: String) throws {
    do { try self.init(path: path) } catch {
      throw RenderingError("The font file cannot be read: \(error).")
    }
    guard count > 0 else { throw RenderingError("The font file \(path) is empty: install its package again.") }
  }
}

/// The faces of a stack, opened when a caption first needs them.
final class OpenFonts {
  let stack: FontStack
  private let library: FontLibrary
  private let fontSize: Int
  private let usesFontUnits: Bool
  private var faces: [FontFace?]

  /// With `usesFontUnits` HarfBuzz counts in font units instead of 1/64 pixels.
  init(stack: FontStack, fontSize: Int, usesFontUnits: Bool = false) throws {
    self.usesFontUnits = usesFontUnits
    self.stack = stack
    self.fontSize = fontSize
    library = try FontLibrary()
    faces = Array(repeating: nil, count: stack.fonts.count)
  }

  /// The face of a font that the stack found. Throws where its file is broken.
  func face(_ index: Int) throws -> FontFace {
    if let face = faces[index] { return face }
    let font = stack.fonts[index]
    guard let path = font.path else {
      throw RenderingError("The font \(font.definition.file) is not installed: install \(font.definition.package).")
    }
    let face = try FontFace(
      path: path, face: font.definition.face,
      size: Int32((fontSize * 64 * font.definition.scale + 500) / 1000),
      shift: Int32((Double(fontSize * font.definition.shift) / 1000).rounded()), library: library)
    if usesFontUnits { face.countInFontUnits() }
    faces[index] = face
    return face
  }
}
