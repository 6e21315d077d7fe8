extension RendererOptions {
  /// Pixels from the page's edge to the start of a line `width` pixels long: the left edge, or the top one of a column.
  func lineStart(width: Int, isRightToLeft: Bool) -> Int {
    isRightToLeft ? margin + lineLength - width : margin
  }

  /// Where a word's glyphs are counted from: `pen` pixels along the line `row`, on its baseline; upright glyphs of a column on
  /// its middle. Column 0 is the rightmost.
  @inline(__always)
  func corner(of posture: WordContext.Posture, row: Int, pen: Int32) -> (x: Int32, y: Int32) {
    guard writing == .vertical else { return (pen, Int32(margin + row * linePitch + baseline)) }
    let right = width - margin - row * linePitch
    return (Int32(posture == .upright ? right - linePitch / 2 : right - baseline), pen)
  }
}
