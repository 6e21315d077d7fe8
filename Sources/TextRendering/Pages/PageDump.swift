extension TextRenderer {
  /// One line of JSON about a page: lines with their glyphs in visual order, what is missing, and the text of every patch.
  /// All indexes count code points of the caption as it was given, whatever its normal form; positions are pixels and
  /// advances 1/64 pixels, or all are font units where the inspection asks for them. `drawn` counts the caption's code
  /// points without the visible ones on lines that no longer fit the page.
  public func dump(of caption: String, language: String) throws -> String {
    let page = try page(for: caption, language: language)
    let numbers = CodePointNumbers(caption)
    let lines = (0..<layout.lines.count).map { dumpLine(layout.lines[$0], row: row($0), numbers) }
    let patches = zip(page.patches.rows.indices, page.patchTextRanges).map { index, range in
      "{\"row\":\(page.patches.rows[index]),\"column\":\(page.patches.columns[index]),"
        + "\"start\":\(numbers[range.lowerBound]),\"end\":\(numbers[range.upperBound])}"
    }
    let missing = page.truncation.missing.keys.sorted().map { String($0) }
    let drawn = numbers.count - truncatedCodePoints(of: caption)
    return "{\"lines\":[\(lines.joined(separator: ","))],\"missing\":[\(missing.joined(separator: ","))],"
      + "\"replaced\":\(page.truncation.replacedBytes),\"truncated\":\(page.truncation.truncatedLines > 0),\"drawn\":\(drawn),"
      + "\"patches\":[\(patches.joined(separator: ","))]}"
  }

  /// Visible code points of the caption, as it was given, on lines that no longer fit the page.
  private func truncatedCodePoints(of caption: String) -> Int {
    guard layout.truncatedLines > 0 else { return 0 }
    let start = caption.utf8.index(caption.startIndex, offsetBy: Int(text.sources[layout.truncatedStart]))
    return caption.unicodeScalars[start...].count { !table[$0.value].has(CharacterProperties.isInvisible) }
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

  private func dumpLine(_ line: LineDraft, row: Int, _ numbers: CodePointNumbers) -> String {
    var glyphs: [String] = []
    var units: Int32 = 0
    forEachWord(of: line, row: row) { word, corner in
      glyphs += inspection.usesFontUnits ? dumpGlyphs(word, numbers, units: &units) : dumpGlyphs(word, numbers, corner)
    }
    let start = numbers[Int(text.sources[Int(line.start)])]
    let end = numbers[Int(text.sources[Int(line.end)])]
    return "{\"start\":\(start),\"end\":\(end),\"base\":\"\(line.baseLevel == 1 ? "rtl" : "ltr")\","
      + "\"glyphs\":[\(glyphs.joined(separator: ","))]}"
  }

  private func dumpGlyphs(_ word: TextWord, _ numbers: CodePointNumbers, _ corner: (x: Int32, y: Int32)) -> [String] {
    dumpGlyphs(word, numbers) { (corner.x + $0.x, corner.y + $0.y) }
  }

  /// In font units a line starts at 0 on its baseline, y upwards.
  private func dumpGlyphs(_ word: TextWord, _ numbers: CodePointNumbers, units: inout Int32) -> [String] {
    var pen = units
    defer { units = pen }
    return dumpGlyphs(word, numbers) { measures in
      defer { pen += measures.advance }
      return (pen + measures.offsetX, measures.offsetY)
    }
  }

  private func dumpGlyphs(
    _ word: TextWord, _ numbers: CodePointNumbers, place: (GlyphMeasures) -> (x: Int32, y: Int32)
  ) -> [String] {
    let shaped = cache.word(Int(word.word))
    let glyphs = cache.glyphs(of: shaped)
    return (0..<Int(shaped.pointee.glyphCount)).map { index in
      let glyph = glyphs[index]
      let measures = cache.measures[Int(shaped.pointee.measures) + index]
      let font = fonts.fonts[Int(glyph.fontIndex)].definition
      let (x, y) = place(measures)
      return "{\"font\":\(JSONText.quoted(font.file)),\"face\":\(font.face),\"glyph\":\(glyph.glyph),"
        + "\"cluster\":\(numbers[Int(text.sources[Int(word.start) + Int(glyph.clusterStart)])]),\"x\":\(x),\"y\":\(y),"
        + "\"dx\":\(measures.offsetX),\"dy\":\(measures.offsetY),\"advance\":\(measures.advance),"
        + "\"color\":\(glyph.isColor)}"
    }
  }
}
