import Images

extension PixelImage {
  /// Every pixel repeated `factor` times both ways.
  func enlarged(by factor: Int) -> PixelImage {
    guard factor > 1 else { return self }
    var large = PixelImage(width: width * factor, height: height * factor, filledWith: .black)
    for y in 0..<height * factor {
      for x in 0..<width * factor {
        let source = ((y / factor) * width + x / factor) * 3
        let target = (y * width * factor + x) * 3
        for channel in 0..<3 { large.pixels[target + channel] = pixels[source + channel] }
      }
    }
    return large
  }

  /// Draws a frame around every patch of the sequence, just inside its square.
  mutating func outline(_ patches: PatchSequence, zoom: Int) {
    let side = patches.patchSize * zoom
    for index in 0..<patches.count {
      let top = Int(patches.rows[index]) * side
      let left = Int(patches.columns[index]) * side
      for step in 0..<side {
        for (x, y) in [(step, 0), (step, side - 1), (0, step), (side - 1, step)] { mark(left + x, top + y) }
      }
    }
  }

  private mutating func mark(_ x: Int, _ y: Int) {
    let place = (y * width + x) * 3
    pixels[place] = 230
    pixels[place + 1] = UInt8(Int(pixels[place + 1]) / 2)
    pixels[place + 2] = UInt8(Int(pixels[place + 2]) / 2)
  }
}
