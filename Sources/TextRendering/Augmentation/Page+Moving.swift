import Images

#if canImport(Glibc)
  import Glibc
#endif

extension Page {
  /// The page with another ink and background. Grays between the two are mapped linearly; colors of emoji stay.
  func toned(from options: RendererOptions, foreground: UInt8, background: UInt8) -> Page {
    guard foreground != options.foreground || background != options.background, options.foreground != options.background
    else { return self }
    var page = self
    page.background = background
    let (oldForeground, oldBackground) = (Int(options.foreground), Int(options.background))
    let table: [UInt8] = (0...255).map { value in
      let share = Double(value - oldBackground) / Double(oldForeground - oldBackground)
      guard (0...1).contains(share) else { return UInt8(value) }
      return UInt8((Double(background) + share * (Double(foreground) - Double(background))).rounded())
    }
    for place in stride(from: 0, to: page.patches.pixels.count, by: 3) {
      let pixel = page.patches.pixels[place]
      guard pixel == page.patches.pixels[place + 1], pixel == page.patches.pixels[place + 2] else { continue }
      for channel in 0..<3 { page.patches.pixels[place + channel] = table[Int(pixel)] }
    }
    return page
  }

  /// The page turned around its center and moved, bilinearly; patches and their text are found anew. Glyphs whose center
  /// leaves the page are counted as cut off.
  func moved(x: Int, y: Int, rotation: Double, keepBlankPatches: Bool) -> Page {
    guard x != 0 || y != 0 || rotation != 0 else { return self }
    let movement = PageMovement(
      width: columns * patches.patchSize, height: rows * patches.patchSize, x: x, y: y, rotation: rotation)
    var page = self
    page.glyphs = glyphs.map(movement.moved)
    let truncation = page.glyphs.filter { !movement.holdsCenter(of: $0) }
    page.truncation.truncatedCharacters += Set(truncation.map(\.textStart)).count
    let image = movement.moved(canvas(), background: background)
    page.patches = PatchSequence(patchSize: patches.patchSize)
    page.patchTextRanges = []
    for row in 0..<rows {
      for column in 0..<columns { page.take(row, column, from: image, keepBlankPatches: keepBlankPatches) }
    }
    if page.patches.count == 0 { page.take(0, 0, from: image, keepBlankPatches: true) }
    return page
  }

  private mutating func take(_ row: Int, _ column: Int, from image: PixelImage, keepBlankPatches: Bool) {
    let side = patches.patchSize
    var pixels: [UInt8] = []
    pixels.reserveCapacity(patches.patchWidth)
    for y in row * side..<(row + 1) * side {
      let start = (y * image.width + column * side) * 3
      pixels += image.pixels[start..<start + side * 3]
    }
    guard keepBlankPatches || pixels.contains(where: { $0 != background }) else { return }
    patches.rows.append(UInt16(truncatingIfNeeded: row))
    patches.columns.append(UInt16(truncatingIfNeeded: column))
    patches.pixels += pixels
    let touching = glyphs.filter { glyph in
      Int(glyph.x) < (column + 1) * side && Int(glyph.x + glyph.width) > column * side
        && Int(glyph.y) < (row + 1) * side && Int(glyph.y + glyph.height) > row * side
    }
    let start = touching.map(\.textStart).min() ?? 0
    patchTextRanges.append(Int(start)..<Int(touching.map(\.textEnd).max() ?? start))
  }
}

/// A rotation around the middle of a page, then a shift.
struct PageMovement {
  let width: Int
  let height: Int
  let x: Int
  let y: Int
  private let sine: Double
  private let cosine: Double

  init(width: Int, height: Int, x: Int, y: Int, rotation: Double) {
    (self.width, self.height, self.x, self.y) = (width, height, x, y)
    (sine, cosine) = (sin(rotation), cos(rotation))
  }

  private func place(_ px: Double, _ py: Double) -> (x: Double, y: Double) {
    let (dx, dy) = (px - Double(width) / 2, py - Double(height) / 2)
    return (
      cosine * dx - sine * dy + Double(width) / 2 + Double(x), sine * dx + cosine * dy + Double(height) / 2 + Double(y)
    )
  }

  /// The rectangle around a moved glyph.
  func moved(_ glyph: Page.Glyph) -> Page.Glyph {
    let (left, top) = (Double(glyph.x), Double(glyph.y))
    let (right, bottom) = (left + Double(glyph.width), top + Double(glyph.height))
    let corners = [place(left, top), place(right, top), place(left, bottom), place(right, bottom)]
    var moved = glyph
    moved.x = Int32((corners.map(\.x).min() ?? 0).rounded(.down))
    moved.y = Int32((corners.map(\.y).min() ?? 0).rounded(.down))
    moved.width = Int32((corners.map(\.x).max() ?? 0).rounded(.up)) - moved.x
    moved.height = Int32((corners.map(\.y).max() ?? 0).rounded(.up)) - moved.y
    return moved
  }

  func holdsCenter(of glyph: Page.Glyph) -> Bool {
    let (centerX, centerY) = (Int(glyph.x) + Int(glyph.width) / 2, Int(glyph.y) + Int(glyph.height) / 2)
    return (0..<width).contains(centerX) && (0..<height).contains(centerY)
  }

  /// Every pixel of the result is looked up in the image at its place before the movement.
  func moved(_ image: PixelImage, background: UInt8) -> PixelImage {
    var result = image
    for row in 0..<height {
      for column in 0..<width {
        let (dx, dy) = (
          Double(column) + 0.5 - Double(width) / 2 - Double(x), Double(row) + 0.5 - Double(height) / 2 - Double(y)
        )
        let sourceX = cosine * dx + sine * dy + Double(width) / 2 - 0.5
        let sourceY = -sine * dx + cosine * dy + Double(height) / 2 - 0.5
        for channel in 0..<3 {
          result.pixels[(row * width + column) * 3 + channel] = Self.sample(
            image, sourceX, sourceY, channel, background)
        }
      }
    }
    return result
  }

  private static func sample(
    _ image: PixelImage, _ x: Double, _ y: Double, _ channel: Int, _ background: UInt8
  ) -> UInt8 {
    let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
    func value(_ column: Int, _ row: Int) -> Double {
      guard (0..<image.width).contains(column), (0..<image.height).contains(row) else { return Double(background) }
      return Double(image.pixels[(row * image.width + column) * 3 + channel])
    }
    let (shareX, shareY) = (x - Double(left), y - Double(top))
    let upper = value(left, top) * (1 - shareX) + value(left + 1, top) * shareX
    let lower = value(left, top + 1) * (1 - shareX) + value(left + 1, top + 1) * shareX
    return UInt8(max(0, min(255, (upper * (1 - shareY) + lower * shareY).rounded())))
  }
}
