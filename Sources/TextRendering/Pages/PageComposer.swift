import CKernels
import Pixels

/// Stage 12: lines to a page. Glyphs are added to a coverage canvas that is kept between captions; only patches that a
/// glyph touched are looked at, turned into grey RGB, and wiped again.
final class PageComposer {
  private let options: RendererOptions
  private let atlas: GlyphAtlas
  private let cache: WordCache
  private let canvas: UnsafeMutablePointer<UInt8>
  /// Per grid place the code points shown there; `start` is Int32.max where nothing was drawn.
  private let touched: UnsafeMutablePointer<(start: Int32, end: Int32)>
  private let shade: UnsafeMutablePointer<UInt8>
  private let order = VisualOrder()
  private let glyphs = ScratchBuffer<Page.Glyph>(capacity: 256)
  private let colorGlyphs = ScratchBuffer<(place: UInt32, glyph: Int)>(capacity: 16)
  private let inked = ScratchBuffer<Int32>(capacity: 256)
  /// Grid rows that may hold ink.
  private var topRow = Int32.max
  private var bottomRow: Int32 = -1

  init(options: RendererOptions, atlas: GlyphAtlas, cache: WordCache) {
    self.options = options
    self.atlas = atlas
    self.cache = cache
    canvas = .allocate(capacity: options.width * options.height)
    canvas.initialize(repeating: 0, count: options.width * options.height)
    touched = .allocate(capacity: options.rows * options.columns)
    touched.initialize(repeating: (Int32.max, 0), count: options.rows * options.columns)
    shade = .allocate(capacity: 256)
    let ink = Int(options.ink)
    let background = Int(options.background)
    for coverage in 0..<256 {
      let sum = background * (255 - coverage) + ink * coverage
      (shade + coverage).initialize(to: UInt8((sum + 127) / 255))
    }
  }

  deinit {
    canvas.deallocate()
    touched.deallocate()
    shade.deallocate()
  }

  /// Draws the lines; the page's `lost` is left empty.
  func compose(_ text: WorkingText, _ lines: ScratchBuffer<LineDraft>, _ words: ScratchBuffer<TextWord>) -> Page {
    glyphs.count = 0
    colorGlyphs.count = 0
    var drawn: [Page.Line] = []
    drawn.reserveCapacity(lines.count)
    for index in 0..<lines.count { drawn.append(draw(lines[index], row: index, text, words)) }
    let (patches, ranges) = takePatches()
    return Page(
      patches: patches, lines: drawn, glyphs: Array(glyphs.elements), patchTextRanges: ranges, lost: LostText(),
      rows: options.rows, columns: options.columns, background: options.background)
  }

  private func draw(
    _ line: LineDraft, row: Int, _ text: WorkingText, _ words: ScratchBuffer<TextWord>
  ) -> Page.Line {
    let firstGlyph = glyphs.count
    let left = line.baseLevel == 1 ? Int32(options.width) - line.width : 0
    let baseline = Int32(row * options.linePitch + options.baseline)
    var pen = left
    order.arrange(line, words)
    for index in 0..<order.order.count {
      let word = words[Int(order.order[index])]
      if word.kind == .text { draw(word, pen, baseline, text) }
      pen += word.advance
    }
    return Page.Line(
      textRange: Int(text.sources[Int(line.start)])..<Int(text.sources[Int(line.end)]),
      isRightToLeft: line.baseLevel == 1, row: row, x: Int(left), width: Int(line.width),
      glyphs: firstGlyph..<glyphs.count)
  }

  @inline(__always)
  private func draw(_ word: TextWord, _ pen: Int32, _ baseline: Int32, _ text: WorkingText) {
    let shaped = cache.words.start + Int(word.word)
    let first = Int(shaped.pointee.glyphStart)
    let sources = text.sources + Int(word.start)
    for index in first..<first + Int(shaped.pointee.glyphCount) {
      let glyph = cache.glyphs.start + index
      let bitmap = atlas.glyphs.start + Int(glyph.pointee.place)
      guard bitmap.pointee.width > 0 else { continue }
      let placed = Page.Glyph(
        font: bitmap.pointee.font, isColor: bitmap.pointee.isColor, glyph: bitmap.pointee.glyph,
        textStart: sources[Int(glyph.pointee.clusterStart)], textEnd: sources[Int(glyph.pointee.clusterEnd)],
        x: pen + glyph.pointee.x + bitmap.pointee.left, y: baseline + glyph.pointee.y + bitmap.pointee.top,
        width: bitmap.pointee.width, height: bitmap.pointee.height)
      guard touch(placed) else { continue }
      if placed.isColor {
        colorGlyphs.append((glyph.pointee.place, glyphs.count))
      } else {
        clippo_text_blit_u8(
          canvas, Int32(options.width), Int32(options.height), atlas.pixels.start + bitmap.pointee.offset, placed.x,
          placed.y, placed.width, placed.height)
      }
      glyphs.append(placed)
    }
  }

  /// Notes the patches under a glyph; false where it lies outside the page.
  @inline(__always)
  private func touch(_ glyph: Page.Glyph) -> Bool {
    let size = Int32(options.patchSize)
    let right = min(glyph.x + glyph.width, Int32(options.width))
    let bottom = min(glyph.y + glyph.height, Int32(options.height))
    guard right > max(glyph.x, 0), bottom > max(glyph.y, 0) else { return false }
    let top = max(glyph.y, 0) / size
    let last = (bottom - 1) / size
    topRow = min(topRow, top)
    bottomRow = max(bottomRow, last)
    for row in top...last {
      for column in max(glyph.x, 0) / size...(right - 1) / size {
        let place = touched + Int(row) * options.columns + Int(column)
        place.pointee.start = min(place.pointee.start, glyph.textStart)
        place.pointee.end = max(place.pointee.end, glyph.textEnd)
      }
    }
    return true
  }

  private func takePatches() -> (PatchSequence, [Range<Int>]) {
    findInk()
    let size = options.patchSize
    let width = size * size * 3
    let count = inked.count
    let pixels = [UInt8](unsafeUninitializedCapacity: count * width) { room, used in
      if let start = room.baseAddress { for index in 0..<count { take(inked[index], start + index * width) } }
      used = count * width
    }
    let ranges = [Range<Int>](unsafeUninitializedCapacity: count) { room, used in
      for index in 0..<count {
        let range = touched[Int(inked[index])]
        let isBlank = range.start == Int32.max
        (room.baseAddress.map { $0 + index })?.initialize(to: isBlank ? 0..<0 : Int(range.start)..<Int(range.end))
      }
      used = count
    }
    let patches = PatchSequence(
      patchSize: size, rows: grid { $0 / options.columns }, columns: grid { $0 % options.columns }, pixels: pixels)
    clearTouched()
    return (patches, ranges)
  }

  @inline(__always)
  private func grid(_ coordinate: (Int) -> Int) -> [UInt16] {
    [UInt16](unsafeUninitializedCapacity: inked.count) { room, used in
      for index in 0..<inked.count {
        (room.baseAddress.map { $0 + index })?.initialize(
          to: UInt16(truncatingIfNeeded: coordinate(Int(inked[index]))))
      }
      used = inked.count
    }
  }

  /// Lists the grid places to keep, in order.
  private func findInk() {
    inked.count = 0
    if options.keepBlank {
      for place in 0..<options.rows * options.columns { inked.append(Int32(place)) }
      return
    }
    guard topRow <= bottomRow else {
      inked.append(0)
      return
    }
    for place in Int(topRow) * options.columns..<(Int(bottomRow) + 1) * options.columns
    where touched[place].start != Int32.max {
      let hasInk = clippo_text_any_ink_u8(block(place), options.width, Int32(options.patchSize)) != 0
      if hasInk || hasColor(place) { inked.append(Int32(place)) }
    }
    if inked.count == 0 { inked.append(0) }
  }

  @inline(__always)
  private func block(_ place: Int) -> UnsafeMutablePointer<UInt8> {
    let (row, column) = place.quotientAndRemainder(dividingBy: options.columns)
    return canvas + (row * options.width + column) * options.patchSize
  }

  private func hasColor(_ place: Int) -> Bool {
    for index in 0..<colorGlyphs.count {
      let (bitmap, x, y) = colorGlyph(index, at: place)
      let pixels = atlas.pixels.start + bitmap.offset
      if clippo_text_any_alpha_rgba(pixels, Int32(options.patchSize), x, y, bitmap.width, bitmap.height) != 0 {
        return true
      }
    }
    return false
  }

  /// A colour glyph and its corner relative to a grid place.
  private func colorGlyph(_ index: Int, at place: Int) -> (AtlasGlyph, Int32, Int32) {
    let (row, column) = place.quotientAndRemainder(dividingBy: options.columns)
    let glyph = glyphs[colorGlyphs[index].glyph]
    return (
      atlas.glyphs[Int(colorGlyphs[index].place)], glyph.x - Int32(column * options.patchSize),
      glyph.y - Int32(row * options.patchSize)
    )
  }

  private func take(_ place: Int32, _ out: UnsafeMutablePointer<UInt8>) {
    let size = Int32(options.patchSize)
    clippo_text_take_patch_u8(out, block(Int(place)), options.width, size, shade)
    for index in 0..<colorGlyphs.count {
      let (bitmap, x, y) = colorGlyph(index, at: Int(place))
      clippo_text_blend_patch_rgba(
        out, size, atlas.pixels.start + bitmap.offset, x, y, bitmap.width, bitmap.height)
    }
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
