import Images

/// Numbers drawn without a font, so that a contact sheet's ranks and scores can be read on every machine.
enum DigitStrip {
  /// Pixels of a character at scale 1, its gap included.
  static let advance = 6
  static let height = 7

  /// Rows from the top, the leftmost pixel in bit 4.
  private static let glyphs: [Character: [UInt8]] = [
    "0": [0x0E, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0E], "1": [0x04, 0x0C, 0x04, 0x04, 0x04, 0x04, 0x0E],
    "2": [0x0E, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1F], "3": [0x1F, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0E],
    "4": [0x02, 0x06, 0x0A, 0x12, 0x1F, 0x02, 0x02], "5": [0x1F, 0x10, 0x1E, 0x01, 0x01, 0x11, 0x0E],
    "6": [0x06, 0x08, 0x10, 0x1E, 0x11, 0x11, 0x0E], "7": [0x1F, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08],
    "8": [0x0E, 0x11, 0x11, 0x0E, 0x11, 0x11, 0x0E], "9": [0x0E, 0x11, 0x11, 0x0F, 0x01, 0x02, 0x0C],
    ".": [0, 0, 0, 0, 0, 0x0C, 0x0C], "-": [0, 0, 0, 0x1F, 0, 0, 0],
  ]

  /// Draws digits, points and minus signs; other characters leave their place blank.
  static func draw(_ text: String, left: Int, top: Int, scale: Int, _ color: Color, on canvas: inout Canvas) {
    for (place, character) in text.enumerated() {
      for (row, bits) in (glyphs[character] ?? []).enumerated() {
        for column in 0..<5 where bits & (0x10 >> column) != 0 {
          let x = left + (place * advance + column) * scale
          canvas.fill(left: x, top: top + row * scale, width: scale, height: scale, color)
        }
      }
    }
  }

  /// Pixels that `text` takes.
  static func width(of text: String, scale: Int) -> Int {
    max(0, text.count * advance - 1) * scale
  }
}
