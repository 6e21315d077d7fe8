import CKernels
import Images

/// Stage 13: placed words to a page. Glyphs are added to a coverage canvas that is kept between captions; only patches that a
/// glyph touched are looked at, turned into gray RGB, and wiped again.
final class PageComposer {
  private let options: RendererOptions
  private let atlas: GlyphAtlas
  private let cache: WordCache
  private let canvas: UnsafeMutablePointer<UInt8>
  /// Per grid place the code points shown there; `start` is Int32.max where nothing was drawn.
  private let touched: UnsafeMutablePointer<(start: Int32, end: Int32)>
  /// Grid column of every x and grid row of every y, because dividing is slow.
  private let columnOf: UnsafeMutablePointer<Int32>
  private let rowOf: UnsafeMutablePointer<Int32>
  /// Bytes from one row of the canvas to the next; blits may touch 16 bytes behind a row.
  private let stride: Int
  private let glyphs = ScratchBuffer<Page.Glyph>(capacity: 256)
  private let colorGlyphs = ScratchBuffer<(pixels: Int, glyph: Int)>(capacity: 16)
  private let places = ScratchBuffer<Int32>(capacity: 256)
  /// Grid rows that may hold ink.
  private var topRow = Int32.max
  private var bottomRow: Int32 = -1

  init(options: RendererOptions, atlas: GlyphAtlas, cache: WordCache) {
    self.options = options
    self.atlas = atlas
    self.cache = cache
    stride = options.width + 16
    canvas = .allocate(capacity: stride * options.height)
    canvas.initialize(repeating: 0, count: stride * options.height)
    touched = .allocate(capacity: options.rows * options.columns)
    touched.initialize(repeating: (Int32.max, 0), count: options.rows * options.columns)
    columnOf = .allocate(capacity: options.width)
    for x in 0..<options.width { (columnOf + x).initialize(to: Int32(x / options.patchSize)) }
    rowOf = .allocate(capacity: options.height)
    for y in 0..<options.height { (rowOf + y).initialize(to: Int32(y / options.patchSize)) }
  }

  deinit {
    canvas.deallocate()
    touched.deallocate()
    columnOf.deallocate()
    rowOf.deallocate()
  }

  func compose(_ placed: PlacedWords, into page: inout Page) {
    glyphs.count = 0
    colorGlyphs.count = 0
    page.lines.removeAll(keepingCapacity: true)
    for index in 0..<placed.lines.count { page.lines.append(draw(placed.lines[index], number: index, placed)) }
    page.glyphs.removeAll(keepingCapacity: true)
    page.glyphs.append(contentsOf: glyphs.view.elements)
    page.rows = options.rows
    page.columns = options.columns
    page.background = options.background
    takePatches(into: &page)
    page.truncation = TextTruncation(placed.laid)
  }

  private func draw(_ line: PlacedLine, number: Int, _ placed: PlacedWords) -> Page.Line {
    let firstGlyph = glyphs.count
    for index in line.words where placed.words[index].shaped.cut.kind == .text {
      draw(placed.words[index], placed.laid.item.text)
    }
    let draft = line.draft
    let sources = placed.laid.item.text.sources
    return Page.Line(
      textRange: Int(sources[Int(draft.start)])..<Int(sources[Int(draft.end)]), isRightToLeft: draft.baseLevel == 1,
      row: number, x: Int(line.start), width: Int(draft.width), glyphs: firstGlyph..<glyphs.count)
  }

  @inline(__always)
  private func draw(_ word: PlacedWord, _ text: NormalizedText) {
    let cached = cache.word(Int(word.shaped.cached))
    let first = cache.glyphs(of: cached)
    let start = Int(word.shaped.cut.start)
    for index in 0..<Int(cached.pointee.glyphCount) {
      let glyph = first + index
      guard glyph.pointee.width > 0 else { continue }
      let textStart = text.sources[start + Int(glyph.pointee.clusterStart)]
      var textEnd = text.sources[start + Int(glyph.pointee.clusterEnd)]
      if textEnd == textStart { textEnd = text.sourceEnd(around: start + Int(glyph.pointee.clusterEnd)) }
      let placed = Page.Glyph(
        font: glyph.pointee.fontIndex, isColor: glyph.pointee.isColor, glyph: glyph.pointee.glyph,
        textStart: textStart, textEnd: textEnd, x: word.x + glyph.pointee.x, y: word.y + glyph.pointee.y,
        width: Int32(glyph.pointee.width), height: Int32(glyph.pointee.height))
      guard touch(placed) else { continue }
      let pixels = Int(glyph.pointee.pixels)
      if placed.isColor {
        colorGlyphs.append((pixels, glyphs.count))
      } else {
        clippo_text_blit_u8(
          canvas, stride, Int32(options.width), Int32(options.height), atlas.pixels.start + pixels, placed.x, placed.y,
          placed.width, placed.height)
      }
      glyphs.append(placed)
    }
  }

  /// Notes the patches under a glyph; false where it lies outside the page.
  @inline(__always)
  private func touch(_ glyph: Page.Glyph) -> Bool {
    let left = max(glyph.x, 0)
    let top = max(glyph.y, 0)
    let right = min(glyph.x + glyph.width, Int32(options.width))
    let bottom = min(glyph.y + glyph.height, Int32(options.height))
    guard right > left, bottom > top else { return false }
    let firstRow = rowOf[Int(top)]
    let lastRow = rowOf[Int(bottom) - 1]
    topRow = min(topRow, firstRow)
    bottomRow = max(bottomRow, lastRow)
    for row in firstRow...lastRow {
      for column in columnOf[Int(left)]...columnOf[Int(right) - 1] {
        let place = touched + Int(row) * options.columns + Int(column)
        place.pointee.start = min(place.pointee.start, glyph.textStart)
        place.pointee.end = max(place.pointee.end, glyph.textEnd)
      }
    }
    return true
  }

  /// Turns the touched grid places to patches, in order, and wipes the canvas.
  private func takePatches(into page: inout Page) {
    findTouched()
    if page.patches.patchSize != options.patchSize { page.patches = PatchSequence(patchSize: options.patchSize) }
    page.patches.rows.removeAll(keepingCapacity: true)
    page.patches.columns.removeAll(keepingCapacity: true)
    page.patchTextRanges.removeAll(keepingCapacity: true)
    let width = options.patchSize * options.patchSize * 3
    resize(&page.patches.pixels, to: max(1, places.count) * width)
    var kept = 0
    page.patches.pixels.withUnsafeMutableBufferPointer { pixels in
      guard let start = pixels.baseAddress else { return }
      for index in 0..<places.count {
        let place = Int(places[index])
        // A glyph's rectangle may touch a patch in which it has no ink.
        guard take(place, start + kept * width) || options.keepBlankPatches else { continue }
        places[kept] = places[index]
        kept += 1
      }
      if kept == 0 {
        _ = take(0, start)
        places[0] = 0
        kept = 1
      }
    }
    resize(&page.patches.pixels, to: kept * width)
    for index in 0..<kept { appendPlace(Int(places[index]), to: &page) }
    clearTouched()
  }

  @inline(__always)
  private func appendPlace(_ place: Int, to page: inout Page) {
    let (row, column) = place.quotientAndRemainder(dividingBy: options.columns)
    page.patches.rows.append(UInt16(truncatingIfNeeded: row))
    page.patches.columns.append(UInt16(truncatingIfNeeded: column))
    let range = touched[place]
    page.patchTextRanges.append(range.start == Int32.max ? 0..<0 : Int(range.start)..<Int(range.end))
  }

  /// Keeps what the bytes hold: all are written anyway.
  private func resize(_ bytes: inout [UInt8], to count: Int) {
    if bytes.count > count {
      bytes.removeLast(bytes.count - count)
    } else if bytes.count < count {
      bytes.append(contentsOf: repeatElement(0, count: count - bytes.count))
    }
  }

  /// Lists the grid places that a glyph's rectangle touches, or all where blank ones are kept, in order.
  private func findTouched() {
    places.count = 0
    places.reserve(options.rows * options.columns)
    if options.keepBlankPatches {
      for place in 0..<options.rows * options.columns { places.append(Int32(place)) }
      return
    }
    guard topRow <= bottomRow else { return }
    for place in Int(topRow) * options.columns..<(Int(bottomRow) + 1) * options.columns
    where touched[place].start != Int32.max {
      places.append(Int32(place))
    }
  }

  @inline(__always)
  private func block(_ place: Int) -> UnsafeMutablePointer<UInt8> {
    let (row, column) = place.quotientAndRemainder(dividingBy: options.columns)
    return canvas + (row * stride + column) * options.patchSize
  }

  private func hasColor(_ place: Int) -> Bool {
    for index in 0..<colorGlyphs.count {
      let (x, y, glyph) = colorGlyph(index, at: place)
      let pixels = atlas.pixels.start + colorGlyphs[index].pixels
      if clippo_text_any_alpha_rgba(pixels, Int32(options.patchSize), x, y, glyph.width, glyph.height) != 0 {
        return true
      }
    }
    return false
  }

  /// A color glyph with its corner relative to a grid place.
  private func colorGlyph(_ index: Int, at place: Int) -> (x: Int32, y: Int32, glyph: Page.Glyph) {
    let (row, column) = place.quotientAndRemainder(dividingBy: options.columns)
    let glyph = glyphs[colorGlyphs[index].glyph]
    return (glyph.x - Int32(column * options.patchSize), glyph.y - Int32(row * options.patchSize), glyph)
  }

  /// Writes a patch and wipes its block; false where it shows nothing.
  private func take(_ place: Int, _ out: UnsafeMutablePointer<UInt8>) -> Bool {
    let size = Int32(options.patchSize)
    var hasInk = clippo_text_take_patch_u8(out, block(place), stride, size, options.foreground, options.background) != 0
    guard colorGlyphs.count > 0 else { return hasInk }
    hasInk = hasInk || hasColor(place)
    for index in 0..<colorGlyphs.count {
      let (x, y, glyph) = colorGlyph(index, at: place)
      clippo_text_blend_patch_rgba(
        out, size, atlas.pixels.start + colorGlyphs[index].pixels, x, y, glyph.width, glyph.height)
    }
    return hasInk
  }

  private func clearTouched() {
    guard topRow <= bottomRow else { return }
    for place in Int(topRow) * options.columns..<(Int(bottomRow) + 1) * options.columns {
      touched[place] = (Int32.max, 0)
    }
    topRow = Int32.max
    bottomRow = -1
  }
}
