import FoundationEssentials
import Testing
import TestSupport

@testable import TextRendering

@Suite struct NormalizationTests {
  /// Lines of NormalizationTest.txt, which the distribution packs with bzip2; empty where either is missing.
  static let lines: [Substring] = {
    let packed = UnicodeData.folder + "NormalizationTest.txt.bz2"
    guard let text = ShellOutput.of("bzcat \(packed) 2>/dev/null") else { return [] }
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix("@") }
  }()

  @Test("Canonically equal text gives equal pages (NormalizationTest)", .enabled(if: !lines.isEmpty))
  func equalPages() throws {
    let rendering = try Rendering(RendererOptions(rows: 4, columns: 8))
    var pages = 0
    for (number, line) in Self.lines.enumerated() where Conformance.includes(number, oneOf: 41) {
      let forms = line.split(separator: ";").prefix(3).map { field in
        UnicodeData.text(field.split(separator: " ").compactMap { UInt32($0, radix: 16) })
      }
      guard forms.count == 3 else { continue }
      let composed = try rendering.page(forms[1])
      for form in [forms[0], forms[2]] {
        let page = try rendering.page(form)
        #expect(page.patches == composed.patches && page.truncation.missing == composed.truncation.missing, "\(line)")
        pages += 1
      }
    }
    #expect(pages >= Conformance.expected(36_000, oneOf: 41))
  }

  /// Texts and, for every code point of the normal form, the UTF-8 offset that it came from.
  static let origins: [(text: String, offsets: [Int32])] = [
    ("e\u{301}x", [0, 3]), ("xe\u{323}\u{302}\u{31B}y", [0, 1, 6, 8]), ("a\u{328}\u{302}b", [0, 3, 5]),
    ("\u{958}x", [0, 0, 3]), ("a\u{1161}b", [0, 1, 4]), ("a\u{308}\u{301}\u{1161}\u{11A8}", [0, 3, 5, 8]),
    ("\u{1100}\u{1161}\u{11A8}x", [0, 9]), ("q\u{323}\u{307}", [0, 1, 3]), ("q\u{307}\u{323}", [0, 1, 1]),
  ]

  @Test("Every code point of the normal form knows where it came from", arguments: origins)
  func sources(text: String, offsets: [Int32]) throws {
    try Rendering().itemized(text) { item in
      #expect(Array(item.text.sources.elements) == offsets + [Int32(text.utf8.count)])
    }
  }

  @Test("A glyph of half a normalized stretch shows all of it, and never nothing")
  func stretches() throws {
    for text in ["\u{958}\u{301}", "q\u{307}\u{323}x", "a" + String(repeating: "\u{307}\u{323}", count: 300)] {
      let page = try Rendering().page(text)
      #expect(page.glyphs.allSatisfy { !$0.textRange.isEmpty && $0.textRange.upperBound <= text.utf8.count }, "\(text)")
    }
  }
}
