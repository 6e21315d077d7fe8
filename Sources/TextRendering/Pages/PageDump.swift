extension TextRenderer {
  /// One line of JSON about a page: lines with their glyphs in visual order, what is missing, and the text of every patch.
  /// All indexes count code points of the caption in normal form C; positions are pixels and advances 1/64 pixels, or
  /// all are font units where the inspection asks for them.
  public func dump(of caption: String, language: String) throws -> String {
    let page = try page(for: caption, language: language)
    let lines = (0..<layout.lines.count).map { dumpLine(layout.lines[$0], row: row($0)) }
    let patches = zip(page.patches.rows.indices, page.patchTextRanges).map { index, range in
      "{\"row\":\(page.patches.rows[index]),\"column\":\(page.patches.columns[index]),"
        + "\"start\":\(codePoint(at: range.lowerBound)),\"end\":\(codePoint(at: range.upperBound))}"
    }
    let missing = page.lost.missing.keys.sorted().map { String($0) }
    let drawn = text.count - page.lost.truncatedCharacters
    return "{\"lines\":[\(lines.joined(separator: ","))],\"missing\":[\(missing.joined(separator: ","))],"
      + "\"replaced\":\(page.lost.replacedBytes),\"truncated\":\(page.lost.truncatedLines > 0),\"drawn\":\(drawn),"
      + "\"patches\":[\(patches.joined(separator: ","))]}"
  }

  /// Where a line stands among the rows or columns of the page, from the top or the right.
  func row(_ line: Int) -> Int {
    options.writing == .vertical && composer.startsFromLeft(text) ? options.lineCapacity - 1 - line : line
  }

  /// Calls `body` with every word of a line that has glyphs, from left to right or from the top, and with where its pen stands.
  func forEachWord(
    of line: LineDraft, row: Int, _ body: (_ word: TextWord, _ corner: (x: Int32, y: Int32)) throws -> Void
  )
    rethrows
  {
    let order = VisualOrder()
    order.arrange(line, wordList.words)
    var pen = Int32(options.lineStart(width: Int(line.width), isRightToLeft: line.baseLevel == 1))
    for index in order.order.elements {
      let word = wordList.words[Int(index)]
      if word.word >= 0 { try body(word, options.corner(of: word.posture, row: row, pen: pen)) }
      pen += word.advance
    }
  }

  private func dumpLine(_ line: LineDraft, row: Int) -> String {
    var glyphs: [String] = []
    var units: Int32 = 0
    forEachWord(of: line, row: row) { word, corner in
      glyphs += inspection.usesFontUnits ? dumpGlyphs(word, units: &units) : dumpGlyphs(word, corner)
    }
    return "{\"start\":\(line.start),\"end\":\(line.end),\"base\":\"\(line.baseLevel == 1 ? "rtl" : "ltr")\","
      + "\"glyphs\":[\(glyphs.joined(separator: ","))]}"
  }

  private func dumpGlyphs(_ word: TextWord, _ corner: (x: Int32, y: Int32)) -> [String] {
    dumpGlyphs(word) { (corner.x + $0.x, corner.y + $0.y) }
  }

  /// In font units a line starts at 0 on its baseline, y upwards.
  private func dumpGlyphs(_ word: TextWord, units: inout Int32) -> [String] {
    var pen = units
    defer { units = pen }
    return dumpGlyphs(word) { measures in
      defer { pen += measures.advance }
      return (pen + measures.offsetX, measures.offsetY)
    }
  }

  private func dumpGlyphs(_ word: TextWord, place: (GlyphMeasures) -> (x: Int32, y: Int32)) -> [String] {
    let shaped = cache.word(Int(word.word))
    let glyphs = cache.glyphs(of: shaped)
    return (0..<Int(shaped.pointee.glyphCount)).map { index in
      let glyph = glyphs[index]
      let measures = cache.measures[Int(shaped.pointee.measures) + index]
      let font = fonts.fonts[Int(glyph.fontIndex)].definition
      let (x, y) = place(measures)
      return "{\"font\":\(JSONText.quoted(font.file)),\"face\":\(font.face),\"glyph\":\(glyph.glyph),"
        + "\"cluster\":\(Int(word.start) + Int(glyph.clusterStart)),\"x\":\(x),\"y\":\(y),"
        + "\"dx\":\(measures.offsetX),\"dy\":\(measures.offsetY),\"advance\":\(measures.advance),"
        + "\"color\":\(glyph.isColor)}"
    }
  }

  /// Number of the first code point that starts at or after a UTF-8 offset of the caption.
  private func codePoint(at offset: Int) -> Int {
    var low = 0
    var high = text.count
    while low < high {
      let middle = (low + high) / 2
      if Int(text.sources[middle]) < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
