import Images
import TextRendering

/// A tall image with a line for every script: its ISO 15924 code and its first letters.
struct ScriptSheet {
  let image: PixelImage
  /// Scripts shown.
  let scripts: Int

  /// - Parameter renderer: its pages must be a few rows high; each script gets one.
  init(_ renderer: TextRenderer) throws {
    let samples = try renderer.scriptSamples()
    let pages = try samples.map { try renderer.page(for: "\($0.script)  \($0.letters)", language: "und").canvas() }
    let width = pages.map(\.width).max() ?? 1
    let height = max(1, pages.map(\.height).reduce(0, +))
    var sheet = PixelImage(width: width, height: height, filledWith: .black)
    var top = 0
    for page in pages {
      let bytes = page.width * 3
      for row in 0..<page.height {
        let target = (top + row) * width * 3
        sheet.pixels.replaceSubrange(target..<target + bytes, with: page.pixels[row * bytes..<(row + 1) * bytes])
      }
      top += page.height
    }
    image = sheet
    scripts = samples.count
  }
}
