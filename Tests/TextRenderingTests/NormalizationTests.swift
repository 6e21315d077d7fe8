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
        #expect(page.patches == composed.patches && page.lost.missing == composed.lost.missing, "\(line)")
        pages += 1
      }
    }
    #expect(pages >= Conformance.expected(36_000, oneOf: 41))
  }
}
