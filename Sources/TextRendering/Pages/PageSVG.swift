import FoundationEssentials
import Images

extension TextRenderer {
  /// The page as SVG: letters as outlines, color glyphs as images, `outlined` with a frame around every patch.
  /// Throws as `page(for:language:)` does.
  public func svg(of caption: String, language: String, outlined: Bool = false) throws -> String {
    let (page, body) = try withPlacedWords(of: caption, language: language) { placed in
      let drawn = self.page(of: placed)
      return (drawn, try glyphs(of: placed, drawn.canvas()))
    }
    let (width, height) = (options.width, options.height)
    return
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\">\n"
      + "<rect width=\"100%\" height=\"100%\" fill=\"\(Self.gray(options.background))\"/>\n"
      + "<g fill=\"\(Self.gray(options.foreground))\">\n\(body)</g>\n" + (outlined ? Self.frames(page.patches) : "")
      + "</svg>\n"
  }

  private func glyphs(of placed: PlacedWords, _ canvas: PixelImage) throws -> String {
    let outlines = GlyphOutlines(fonts: openFonts)
    var body = ""
    for word in placed.words.elements where word.shaped.cut.kind == .text {
      let cached = cache.word(Int(word.shaped.cached))
      let glyphs = cache.glyphs(of: cached)
      for index in 0..<Int(cached.pointee.glyphCount) {
        let glyph = glyphs[index]
        let measures = cache.measures[Int(cached.pointee.measures) + index]
        if glyph.isColor {
          body += try Self.image(of: glyph, (word.x, word.y), canvas)
          continue
        }
        let path = try outlines.path(
          font: Int(glyph.fontIndex), glyph: glyph.glyph, x: Double(word.x + measures.x),
          y: Double(word.y + measures.y),
          sideways: word.shaped.cut.posture == .sideways)
        if !path.isEmpty { body += "<path d=\"\(path)\"/>\n" }
      }
    }
    return body
  }

  private static func gray(_ value: UInt8) -> String { "rgb(\(value),\(value),\(value))" }

  /// A color glyph cut out of the page.
  private static func image(of glyph: ShapedGlyph, _ corner: (x: Int32, y: Int32), _ canvas: PixelImage) throws
    -> String
  {
    let left = max(0, Int(corner.x + glyph.x))
    let top = max(0, Int(corner.y + glyph.y))
    let right = min(canvas.width, Int(corner.x + glyph.x) + Int(glyph.width))
    let bottom = min(canvas.height, Int(corner.y + glyph.y) + Int(glyph.height))
    guard right > left, bottom > top else { return "" }
    var cut = PixelImage(width: right - left, height: bottom - top, filledWith: .black)
    for y in top..<bottom {
      let source = (y * canvas.width + left) * 3
      let target = (y - top) * cut.width * 3
      cut.pixels.replaceSubrange(
        target..<target + cut.width * 3, with: canvas.pixels[source..<source + cut.width * 3])
    }
    let data = Data(try PNG.encode(cut)).base64EncodedString()
    return "<image x=\"\(left)\" y=\"\(top)\" width=\"\(cut.width)\" height=\"\(cut.height)\" "
      + "href=\"data:image/png;base64,\(data)\"/>\n"
  }

  private static func frames(_ patches: PatchSequence) -> String {
    let side = patches.patchSize
    return "<g fill=\"none\" stroke=\"red\" stroke-width=\"0.5\">\n"
      + (0..<patches.count).map { index in
        "<rect x=\"\(Int(patches.columns[index]) * side)\" y=\"\(Int(patches.rows[index]) * side)\" "
          + "width=\"\(side)\" height=\"\(side)\"/>\n"
      }.joined() + "</g>\n"
  }
}
