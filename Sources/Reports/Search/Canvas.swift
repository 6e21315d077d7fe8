import Images

/// An image under the brush: what is drawn outside of it is left out.
struct Canvas {
  private(set) var image: PixelImage

  init(width: Int, height: Int, color: Color) {
    image = PixelImage(width: width, height: height, filledWith: color)
  }

  /// A filled rectangle.
  mutating func fill(left: Int, top: Int, width: Int, height: Int, _ color: Color) {
    let columns = max(left, 0)..<max(max(left, 0), min(left + width, image.width))
    for row in max(top, 0)..<max(max(top, 0), min(top + height, image.height)) {
      for column in columns { set(column, row, color) }
    }
  }

  /// Thin diagonal lines everywhere, `distance` pixels apart.
  mutating func hatch(_ color: Color, distance: Int) {
    for row in 0..<image.height {
      for column in stride(from: (distance - row % distance) % distance, to: image.width, by: distance) {
        set(column, row, color)
      }
    }
  }

  /// The border of a rectangle, `thickness` pixels inwards.
  mutating func frame(left: Int, top: Int, width: Int, height: Int, thickness: Int, _ color: Color) {
    fill(left: left, top: top, width: width, height: thickness, color)
    fill(left: left, top: top + height - thickness, width: width, height: thickness, color)
    fill(left: left, top: top, width: thickness, height: height, color)
    fill(left: left + width - thickness, top: top, width: thickness, height: height, color)
  }

  /// An image, every pixel of it `scale` pixels per side.
  mutating func place(_ source: PixelImage, left: Int, top: Int, scale: Int = 1) {
    let source = source.composed(on: .white)
    for row in max(0, -top)..<max(max(0, -top), min(source.height * scale, image.height - top)) {
      for column in max(0, -left)..<max(max(0, -left), min(source.width * scale, image.width - left)) {
        let first = (row / scale * source.width + column / scale) * 3
        let samples = source.pixels[first..<first + 3]
        let target = ((top + row) * image.width + left + column) * 3
        image.pixels.replaceSubrange(target..<target + 3, with: samples)
      }
    }
  }

  private mutating func set(_ column: Int, _ row: Int, _ color: Color) {
    let target = (row * image.width + column) * 3
    image.pixels[target] = color.red
    image.pixels[target + 1] = color.green
    image.pixels[target + 2] = color.blue
  }
}
