import FoundationEssentials
import TestSupport
import Testing

@testable import TextRendering

/// Whatever comes in, a page or a sentence comes out. `make damage` runs the same for minutes under the address sanitizer.
@Suite struct FuzzTests {
  /// Seconds to go on for, beyond the cases of a normal run.
  static let seconds = Double(ProcessInfo.processInfo.environment["CLIPPO_FUZZ_SECONDS"] ?? "") ?? 0

  /// Stretches of code points with rules of their own.
  static let stretches: [ClosedRange<UInt32>] = [
    0x20...0x7E, 0xA0...0x17F, 0x300...0x36F, 0x370...0x52F, 0x590...0x5FF, 0x600...0x6FF, 0x700...0x7BF, 0x860...0x8FF,
    0x900...0xDFF, 0xE00...0xFFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1200...0x13FF, 0x1780...0x18AF, 0x1A00...0x1CFF,
    0x2000...0x206F, 0x20D0...0x20FF, 0x2600...0x27BF, 0x3000...0x30FF, 0x4E00...0x4F00, 0xA840...0xA8FF,
    0xA980...0xAAFF, 0xAC00...0xAD00, 0xD7B0...0xD7FF, 0xE000...0xE010, 0xFB1D...0xFDFF, 0xFE00...0xFE6F,
    0xFF00...0xFFEF,
    0x10300...0x10FFF, 0x11000...0x11FFF, 0x13000...0x13100, 0x16F00...0x16FFF, 0x1BC00...0x1BCAF, 0x1D100...0x1D1FF,
    0x1E900...0x1E95F, 0x1F1E6...0x1F1FF, 0x1F3FB...0x1F3FF, 0x1F400...0x1FAFF, 0x20000...0x20040, 0xE0000...0xE01EF,
    0x10FFF0...0x10FFFF, 0x00...0x1F, 0x7F...0x9F, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069,
  ]

  static func bytes(_ chance: inout Mutations) -> [UInt8] {
    var text = String.UnicodeScalarView()
    var stretch = stretches[chance.below(stretches.count)]
    for _ in 0..<chance.below(60) {
      if chance.below(4) == 0 { stretch = stretches[chance.below(stretches.count)] }
      if let scalar = Unicode.Scalar(stretch.lowerBound + UInt32(chance.below(stretch.count))) { text.append(scalar) }
    }
    let bytes = Array(String(text).utf8)
    return chance.below(4) == 0 ? chance.mutated(bytes) : bytes
  }

  /// Pieces of captions of several paragraphs: what ends them and lines, letters of both directions, numbers, directional
  /// controls, and marks that may have nothing before them.
  static let pieces: [String] = [
    "\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{2029}", "\n\n", "\u{B}", "\u{1C}", "שלום", "ab", "قلب", "红“色”", "12",
    "٣٤",
    " ", "(", ")", "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}", "\u{202A}", "\u{202B}", "\u{202C}", "\u{202D}",
    "\u{202E}",
    "\u{301}", "\u{5B0}", "\u{64B}", "\u{94D}", "\u{200D}", "\u{AD}", "\t", "ภาษา", "한국어", "👩🏽", "e\u{323}\u{302}",
    "\u{958}",
  ]

  static func paragraphs(_ chance: inout Mutations) -> String {
    (0..<chance.below(24)).map { _ in pieces[chance.below(pieces.count)] }.joined()
  }

  static func options(_ chance: inout Mutations) -> RendererOptions {
    RendererOptions(
      patchSize: [4, 8, 13, 16, 32][chance.below(5)], rows: 1 + chance.below(16), columns: 1 + chance.below(16),
      fontSize: 4 + chance.below(40), lineHeightPatches: 1 + chance.below(3), foreground: UInt8(chance.below(256)),
      background: UInt8(chance.below(256)), keepBlankPatches: chance.below(4) == 0,
      emoji: RendererOptions.EmojiStyle.allCases[chance.below(3)], lowercase: chance.below(4) == 0,
      alignment: RendererOptions.Alignment.allCases[chance.below(3)], margin: chance.below(2) * chance.below(20),
      writing: RendererOptions.WritingMode.allCases[chance.below(2)])
  }

  /// What must hold for every page.
  static func check(_ page: Page, _ bytes: [UInt8], _ options: RendererOptions) {
    #expect(page.patches.count == page.patchTextRanges.count && page.patches.count > 0)
    #expect(page.patches.pixels.count == page.patches.count * page.patches.patchWidth)
    #expect(
      page.patches.rows.allSatisfy { $0 < options.rows } && page.patches.columns.allSatisfy { $0 < options.columns })
    #expect(page.glyphs.allSatisfy { 0 <= $0.textStart && $0.textStart <= $0.textEnd && $0.textEnd <= bytes.count })
    #expect(page.patchTextRanges.allSatisfy { $0.upperBound <= bytes.count })
    #expect(page.lines.count <= options.lineCapacity)
    var end = 0
    for line in page.lines {
      #expect(line.textRange.lowerBound == end)
      end = line.textRange.upperBound
    }
    #expect(page.truncation.truncatedLines > 0 || page.lines.isEmpty || end == bytes.count)
  }

  @Test("Random text and options give pages whose parts agree, 2,000 of them")
  func textAndOptions() throws {
    let fonts = try FontStack.load(from: nil)
    let languages = ["en", "zh", "ja", "ar", "ur", "hi", "th", "mn", "und", "", "x_y-z"]
    let end = ContinuousClock.now + .seconds(Self.seconds)
    var seed: UInt64 = 1
    repeat {
      var chance = Mutations(seed: seed)
      seed += 1
      let options = Self.options(&chance)
      guard let renderer = try? TextRenderer(fonts: fonts, options: options) else { continue }
      for _ in 0..<20 {
        let bytes = Self.bytes(&chance)
        let language = languages[chance.below(languages.count)]
        let page = try bytes.withUnsafeBufferPointer { try renderer.page(utf8: $0, language: language) }
        Self.check(page, bytes, options)
        if chance.below(5) == 0 {
          _ = try renderer.dump(of: String(decoding: bytes, as: UTF8.self), language: language)
        }
      }
    } while seed <= 100 || ContinuousClock.now < end
  }

  @Test("Random captions of several paragraphs: lines start where they must, and dumps agree with pages")
  func paragraphs() throws {
    let fonts = try FontStack.load(from: nil)
    let languages = ["en", "zh", "he", "ja", "und"]
    let end = ContinuousClock.now + .seconds(Self.seconds / 2)
    var seed: UInt64 = 3
    repeat {
      var chance = Mutations(seed: seed)
      seed += 1
      var options = Self.options(&chance)
      options.keepBlankPatches = false
      guard let renderer = try? TextRenderer(fonts: fonts, options: options) else { continue }
      for _ in 0..<20 {
        let text = Self.paragraphs(&chance)
        let language = languages[chance.below(languages.count)]
        let page = try renderer.page(for: text, language: language)
        Self.check(page, Array(text.utf8), options)
        #expect(page.glyphs.allSatisfy { !$0.textRange.isEmpty }, "\(text.debugDescription)")
        Self.checkLines(page, text)
        try Self.checkDump(page, text, language, renderer)
      }
    } while seed <= 60 || ContinuousClock.now < end
  }

  /// Every line break that must be taken ends a line, and a line's direction is that of its paragraph's first strong letter.
  private static func checkLines(_ page: Page, _ text: String) {
    let bytes = Array(text.utf8)
    let breaks: Set<Unicode.Scalar> = ["\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}"]
    for line in page.lines {
      var scalars = Array(String(decoding: bytes[line.textRange], as: UTF8.self).unicodeScalars)
      // Controls behind the last line end make no line of their own.
      while scalars.last == "\u{1C}" { scalars.removeLast() }
      let inside = scalars.dropLast().indices.filter { breaks.contains(scalars[$0]) }
      #expect(inside.allSatisfy { scalars[$0] == "\r" && scalars[$0 + 1] == "\n" }, "\(text.debugDescription)")
      if text.unicodeScalars.allSatisfy({ !("א"..."ي").contains($0) && !(0x202A...0x2069).contains($0.value) }) {
        #expect(!line.isRightToLeft)
      }
    }
  }

  /// The dump names no glyph twice and no code point that is not there.
  private static func checkDump(_ page: Page, _ text: String, _ language: String, _ renderer: TextRenderer) throws {
    let dump = try Dump(of: text, language, by: renderer)
    let count = text.unicodeScalars.count
    #expect(dump.lines.count == page.lines.count && (0...count).contains(dump.drawn))
    #expect(dump.patches.allSatisfy { $0.start <= $0.end && $0.end <= count })
    for line in dump.lines {
      #expect(line.start <= line.end && line.end <= count)
      #expect(
        line.glyphs.allSatisfy { line.start <= $0.cluster && $0.cluster < max(line.end, 1) }, "\(text.debugDescription)"
      )
      let places = line.glyphs.filter { $0.advance > 0 }.map { [Int($0.x), Int($0.y), Int($0.glyph)] }
      #expect(Set(places).count == places.count, "\(text.debugDescription)")
    }
    for boundary in TextRenderer.Boundary.allCases {
      let breaks = try renderer.breaks(in: text, at: boundary, language: language)
      #expect(zip(breaks, breaks.dropFirst()).allSatisfy { $0 < $1 } && breaks.last ?? 0 == count)
    }
  }

  @Test("Damaged font files give a page or a sentence")
  func fonts() throws {
    let stack = try FontStack.load(from: nil)
    let folder = try TestSupport.TemporaryFolder()
    let names = ["NotoSansOsage", "NotoSansSyriac", "NotoSansKhmer", "Unifont"]
    let files = names.compactMap { name in
      stack.fonts.first { $0.definition.name == name }?.path.flatMap { FileManager.default.contents(atPath: $0) }
    }.map { Array($0) }.filter { $0.count < 1 << 19 }
    try #require(!files.isEmpty)
    let end = ContinuousClock.now + .seconds(Self.seconds / 2)
    var seed: UInt64 = 7
    var refused = 0
    repeat {
      var chance = Mutations(seed: seed)
      seed += 1
      let path = folder.file("\(seed).ttf")
      try Data(chance.mutated(files[chance.below(files.count)])).write(to: URL(filePath: path))
      do {
        let renderer = try TextRenderer(fonts: FontStack.single(file: path))
        _ = try renderer.page(for: "abc ܠܒܐ ស្ត្រី 𐓏𐓘 12", language: "km")
      } catch let error as RenderingError {
        refused += 1
        #expect(error.description.contains(path))
      }
      try? FileManager.default.removeItem(atPath: path)
    } while seed < 60 || ContinuousClock.now < end
    #expect(refused > 0)
  }

  static let hostile: [(name: String, text: String)] = [
    ("a line of 1,000,000 characters", String(repeating: "a", count: 1_000_000)),
    ("a million words", String(repeating: "ab ", count: 333_333)),
    ("10,000 marks on a letter", "a" + String(repeating: "\u{301}", count: 10_000)),
    ("200,000 Khmer coengs", String(repeating: "\u{17D2}\u{1780}", count: 100_000)),
    ("100,000 paragraphs", String(repeating: "\n", count: 100_000)),
    ("100,000 open brackets", String(repeating: "(א", count: 100_000)),
    ("100,000 embeddings", String(repeating: "\u{202B}\u{2067}", count: 50_000)),
    ("100,000 isolates", String(repeating: "\u{2068}", count: 100_000) + "א"),
    ("50,000 isolates, each ended", String(repeating: "\u{2067}a\u{2069}", count: 50_000)),
    (
      "50,000 isolates around a letter",
      String(repeating: "\u{2066}", count: 50_000) + "א" + String(repeating: "\u{2069}", count: 50_000)
    ),
    ("100,000 paragraphs of either direction", String(repeating: "א\na\n", count: 50_000)),
    ("100,000 joiners between emoji", String(repeating: "👩\u{200D}", count: 50_000)),
    ("Thai without a word's end", String(repeating: "ก", count: 100_000)),
  ]

  @Test("Hostile captions are drawn in bounded time", arguments: hostile.map(\.name))
  func bounded(name: String) throws {
    let text = try #require(Self.hostile.first { $0.name == name }).text
    let start = ContinuousClock.now
    let page = try Rendering(RendererOptions(rows: 6, columns: 14, alignment: .word)).page(text)
    #expect(page.patches.count > 0)
    // Not a measurement: quadratic time would take hours.
    #expect(ContinuousClock.now - start < .seconds(60))
  }
}
