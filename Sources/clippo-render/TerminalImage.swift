import Images

/// An image as text: every character cell shows two pixels, one above the other, in 24-bit color.
enum TerminalImage {
  /// Rows below the last one that differs from the page's corner are left out.
  static func text(of image: PixelImage) -> String {
    func pixel(_ x: Int, _ y: Int) -> ArraySlice<UInt8> {
      let place = (y * image.width + x) * 3
      return image.pixels[place..<place + 3]
    }
    func color(_ x: Int, _ y: Int) -> String { pixel(x, y).map { String($0) }.joined(separator: ";") }
    let blank = pixel(image.width - 1, image.height - 1)
    let used = (0..<image.height).last { y in (0..<image.width).contains { pixel($0, y) != blank } } ?? 0
    var lines = ""
    for y in stride(from: 0, through: used, by: 2) {
      var last = ""
      for x in 0..<image.width {
        let below = y + 1 < image.height ? color(x, y + 1) : color(x, y)
        let code = "\u{1B}[38;2;\(color(x, y));48;2;\(below)m"
        lines += code == last ? "▀" : code + "▀"
        last = code
      }
      lines += "\u{1B}[0m\n"
    }
    return lines
  }
}
