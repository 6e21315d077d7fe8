extension TextRenderer {
  /// One line of JSON about a page: lines with their glyphs in visual order, what is missing, and the text of every patch.
  /// All indexes count code points of the caption as it was given, whatever its normal form; positions are pixels and
  /// advances 1/64 pixels, or all are font units where the inspection asks for them. `drawn` counts the caption's code
  /// points without the visible ones on lines that no longer fit the page.
  public func dump(of caption: String, language: String) throws -> String {
    try withPlacedWords(of: caption, language: language) { placed in
      let page = page(of: placed)
      let numbers = CodePointNumbers(caption)
      let lines = placed.lines.elements.map { dumpLine($0, placed, numbers) }
      let patches = zip(page.patches.rows.indices, page.patchTextRanges).map { index, range in
        "{\"row\":\(page.patches.rows[index]),\"column\":\(page.patches.columns[index]),"
          + "\"start\":\(numbers[range.lowerBound]),\"end\":\(numbers[range.upperBound])}"
      }
      let missing = page.truncation.missing.keys.sorted().map { String($0) }
      let drawn = numbers.count - truncatedCodePoints(of: caption, placed.laid)
      return "{\"lines\":[\(lines.joined(separator: ","))],\"missing\":[\(missing.joined(separator: ","))],"
        + "\"replaced\":\(page.truncation.replacedBytes),\"truncated\":\(page.truncation.truncatedLines > 0),\"drawn\":\(drawn),"
        + "\"patches\":[\(patches.joined(separator: ","))]}"
    }
  }

  /// Visible code points of the caption, as it was given, on lines that no longer fit the page.
  private func truncatedCodePoints(of caption: String, _ lines: Lines) -> Int {
    guard lines.truncatedLines > 0 else { return 0 }
    let offset = Int(lines.item.text.sources[lines.truncatedStart])
    let start = caption.utf8.index(caption.startIndex, offsetBy: offset)
    return caption.unicodeScalars[start...].count { !table[$0.value].has(CharacterProperties.isInvisible) }
  }

  private func dumpLine(_ line: PlacedLine, _ placed: PlacedWords, _ numbers: CodePointNumbers) -> String {
    let sources = placed.laid.item.text.sources
    var glyphs: [String] = []
    var units: Int32 = 0
    for word in placed.words.elements[line.words] {
      glyphs += dumpGlyphs(word, sources, numbers) { measures in
        guard inspection.usesFontUnits else { return (word.x + measures.x, word.y + measures.y) }
        // In font units a line starts at 0 on its baseline, y upwards.
        defer { units += measures.advance }
        return (units + measures.offsetX, measures.offsetY)
      }
    }
    let start = numbers[Int(sources[Int(line.draft.start)])]
    let end = numbers[Int(sources[Int(line.draft.end)])]
    return "{\"start\":\(start),\"end\":\(end),\"base\":\"\(line.draft.baseLevel == 1 ? "rtl" : "ltr")\","
      + "\"glyphs\":[\(glyphs.joined(separator: ","))]}"
  }

  private func dumpGlyphs(
    _ word: PlacedWord, _ sources: ScratchView<Int32>, _ numbers: CodePointNumbers,
    position: (GlyphMeasures) -> (x: Int32, y: Int32)
  ) -> [String] {
    let cached = cache.word(Int(word.shaped.cached))
    let glyphs = cache.glyphs(of: cached)
    return (0..<Int(cached.pointee.glyphCount)).map { index in
      let glyph = glyphs[index]
      let measures = cache.measures[Int(cached.pointee.measures) + index]
      let font = fonts.fonts[Int(glyph.fontIndex)].definition
      let (x, y) = position(measures)
      let cluster = numbers[Int(sources[Int(word.shaped.cut.start) + Int(glyph.clusterStart)])]
      return "{\"font\":\(JSONText.quoted(font.file)),\"face\":\(font.face),\"glyph\":\(glyph.glyph),"
        + "\"cluster\":\(cluster),\"x\":\(x),\"y\":\(y),"
        + "\"dx\":\(measures.offsetX),\"dy\":\(measures.offsetY),\"advance\":\(measures.advance),"
        + "\"color\":\(glyph.isColor)}"
    }
  }
}

/// Numbers of the code points of a caption as it was given, found from UTF-8 offsets: what dumps and breaks count in, because
/// whoever reads them has the caption and not its normal form.
struct CodePointNumbers {
  /// Offsets of the code points, in order.
  private let offsets: [Int32]

  /// How many code points the caption has.
  var count: Int { offsets.count }

  init(_ caption: String) {
    var offsets: [Int32] = []
    // Bytes that continue a sequence begin with the bits 10.
    for (offset, byte) in caption.utf8.enumerated() where byte & 0xC0 != 0x80 {
      offsets.append(Int32(truncatingIfNeeded: offset))
    }
    self.offsets = offsets
  }

  /// Number of the first code point that starts at or behind a UTF-8 offset; `count` at the caption's end.
  subscript(offset: Int) -> Int {
    var low = 0
    var high = offsets.count
    while low < high {
      let middle = (low + high) / 2
      if Int(offsets[middle]) < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
