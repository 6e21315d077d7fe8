import Images

/// A page that is filled with letters of one bit a pixel.
struct UnifontSheet {
  private let options: UnifontOptions
  /// Whether a pixel is inked, row by row.
  private var bits: [Bool]
  /// Pixels used of every row of text.
  private var used: [Int]
  private var lines: [Page.Line] = []
  private var glyphs: [Page.Glyph] = []
  private var lostRows: Set<Int> = []
  private var ranges: [Range<Int>?]
  var truncation = TextTruncation()

  init(options: UnifontOptions) {
    self.options = options
    bits = Array(repeating: false, count: options.width * options.rows * UnifontTable.side)
    used = Array(repeating: 0, count: options.rows)
    ranges = Array(repeating: nil, count: options.rows * options.columns)
  }

  /// Appends a letter to a row of text; what lies below the page or right of it is counted as lost.
  mutating func place(_ columns: [UInt16], scalar: UInt32, row: Int, textRange: Range<Int>) {
    guard row < options.rows, used[row] + columns.count <= options.width else {
      truncation.truncatedCharacters += 1
      if lostRows.insert(row).inserted { truncation.truncatedLines += 1 }
      return
    }
    let left = used[row]
    used[row] += columns.count
    var hasInk = false
    for (offset, column) in columns.enumerated() {
      for y in 0..<UnifontTable.side where column >> UInt16(UnifontTable.side - 1 - y) & 1 != 0 {
        bits[(row * UnifontTable.side + y) * options.width + left + offset] = true
        note(textRange, row: row, column: (left + offset) / UnifontTable.side)
        hasInk = true
      }
    }
    extendLine(row, textRange, width: used[row])
    guard hasInk else { return }
    glyphs.append(
      Page.Glyph(
        font: 0, isColor: false, glyph: scalar, textStart: Int32(textRange.lowerBound),
        textEnd: Int32(textRange.upperBound), x: Int32(left), y: Int32(row * UnifontTable.side),
        width: Int32(columns.count), height: Int32(UnifontTable.side)))
    lines[lines.count - 1].glyphs = lines[lines.count - 1].glyphs.lowerBound..<glyphs.count
  }

  private mutating func note(_ range: Range<Int>, row: Int, column: Int) {
    let place = row * options.columns + column
    let known = ranges[place] ?? range
    ranges[place] = min(known.lowerBound, range.lowerBound)..<max(known.upperBound, range.upperBound)
  }

  private mutating func extendLine(_ row: Int, _ range: Range<Int>, width: Int) {
    if lines.last?.row != row {
      let start = lines.last?.textRange.upperBound ?? 0
      lines.append(
        Page.Line(
          textRange: start..<range.upperBound, isRightToLeft: false, row: row, x: 0, width: width,
          glyphs: glyphs.count..<glyphs.count))
    }
    let line = lines[lines.count - 1]
    lines[lines.count - 1].textRange = line.textRange.lowerBound..<range.upperBound
    lines[lines.count - 1].width = width
  }

  /// The page; one blank patch where nothing has ink and blank ones are not kept.
  func page(captionLength: Int) -> Page {
    var page = Page()
    page.patches = PatchSequence(patchSize: UnifontTable.side)
    page.lines = lines
    page.glyphs = glyphs
    page.truncation = truncation
    (page.rows, page.columns, page.background) = (options.rows, options.columns, options.background)
    for place in ranges.indices where options.keepBlankPatches || ranges[place] != nil { add(place, to: &page) }
    if page.patches.count == 0 { add(0, to: &page) }
    return page
  }

  private func add(_ place: Int, to page: inout Page) {
    let (row, column) = place.quotientAndRemainder(dividingBy: options.columns)
    page.patches.rows.append(UInt16(truncatingIfNeeded: row))
    page.patches.columns.append(UInt16(truncatingIfNeeded: column))
    page.patchTextRanges.append(ranges[place] ?? 0..<0)
    for y in 0..<UnifontTable.side {
      let start = (row * UnifontTable.side + y) * options.width + column * UnifontTable.side
      for x in 0..<UnifontTable.side {
        let gray = bits[start + x] ? options.foreground : options.background
        for _ in 0..<3 { page.patches.pixels.append(gray) }
      }
    }
  }
}
