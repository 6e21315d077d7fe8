import CFreeType

/// Outlines of glyphs as paths of SVG, in pixels of the page.
final class GlyphOutlines {
  private let fonts: OpenFonts

  init(fonts: OpenFonts) {
    self.fonts = fonts
  }

  /// The `d` attribute of a glyph whose pen stands at (x, y), empty for a blank one; `sideways` turns it a quarter clockwise.
  /// Throws where the font is broken.
  func path(font: Int, glyph: UInt32, x: Double, y: Double, sideways: Bool) throws -> String {
    let face = try fonts.face(font)
    guard FT_Load_Glyph(face.rasterizer, glyph, clippo_ft_load_outline) == 0, let slot = face.rasterizer.pointee.glyph,
      slot.pointee.format == FT_GLYPH_FORMAT_OUTLINE
    else { return "" }
    let writer = PathWriter(x: x, y: y, shift: Double(face.shift), sideways: sideways)
    var functions = FT_Outline_Funcs()
    functions.move_to = { to, user in PathWriter.of(user).add("M", [to]) }
    functions.line_to = { to, user in PathWriter.of(user).add("L", [to]) }
    functions.conic_to = { control, to, user in PathWriter.of(user).add("Q", [control, to]) }
    functions.cubic_to = { first, second, to, user in PathWriter.of(user).add("C", [first, second, to]) }
    let status = FT_Outline_Decompose(&slot.pointee.outline, &functions, Unmanaged.passUnretained(writer).toOpaque())
    guard status == 0 else {
      throw RenderingError(
        "The font file \(face.path) is broken: glyph \(glyph) has no outline (FreeType error \(status)).")
    }
    return writer.path.isEmpty ? "" : writer.path + "Z"
  }
}

/// Collects path commands.
private final class PathWriter {
  private(set) var path = ""
  private let x: Double
  private let y: Double
  private let shift: Double
  private let sideways: Bool

  init(x: Double, y: Double, shift: Double, sideways: Bool) {
    (self.x, self.y, self.shift, self.sideways) = (x, y, shift, sideways)
  }

  /// FreeType passes back what `FT_Outline_Decompose` was given.
  static func of(_ user: UnsafeMutableRawPointer?) -> PathWriter {
    guard let user else { return PathWriter(x: 0, y: 0, shift: 0, sideways: false) }
    return Unmanaged<PathWriter>.fromOpaque(user).takeUnretainedValue()
  }

  func add(_ command: String, _ points: [UnsafePointer<FT_Vector>?]) -> Int32 {
    if command == "M", !path.isEmpty { path += "Z" }
    path += command
    path += points.compactMap { point in
      guard let point else { return nil }
      let across = Double(point.pointee.x) / 64
      let down = shift - Double(point.pointee.y) / 64
      let place = sideways ? (x - down, y + across) : (x + across, y + down)
      return "\(Self.short(place.0)) \(Self.short(place.1))"
    }.joined(separator: " ")
    return 0
  }

  /// Two decimals.
  private static func short(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let text = "\(abs(hundredths) / 100)"
    let rest = abs(hundredths) % 100
    let sign = hundredths < 0 ? "-" : ""
    return rest == 0 ? sign + text : "\(sign)\(text).\(rest < 10 ? "0" : "")\(rest)"
  }
}
