import Images
import TextRendering

@testable import Corpora

/// Draws one patch a character, its bytes from the text and the language.
final class FakeRenderer: PageDrawing {
  struct Refusal: Error, CustomStringConvertible {
    let description = "the ink is dry"
  }

  /// A text that cannot be drawn.
  let refused: String?

  private let patchSize: Int

  init(refusing refused: String? = nil, patchSize: Int = 16) {
    self.refused = refused
    self.patchSize = patchSize
  }

  /// Training pages differ by their seed, so that tests see whether seeds are the same on every thread and after resuming.
  func drawPage(for text: String, language: String, seed: UInt64) throws -> DrawnPage {
    let page = try drawPage(for: text, language: language)
    var patches = page.patches
    for place in patches.pixels.indices { patches.pixels[place] &+= UInt8(truncatingIfNeeded: seed >> 32) }
    return DrawnPage(patches: patches, truncation: page.truncation, textRanges: page.textRanges)
  }

  func drawPage(for text: String, language: String) throws -> DrawnPage {
    if text == refused { throw Refusal() }
    var patches = PatchSequence(patchSize: patchSize)
    for (index, character) in text.enumerated() {
      patches.rows.append(0)
      patches.columns.append(UInt16(index))
      let byte = UInt8(truncatingIfNeeded: StableHash.of((language + String(character)).utf8))
      patches.pixels += [UInt8](repeating: byte, count: patches.patchWidth)
    }
    var truncation = TextTruncation()
    truncation.missing[0x1F600] = 1
    var ranges: [Range<Int>] = []
    for character in text {
      let start = ranges.last?.upperBound ?? 0
      ranges.append(start..<start + character.utf8.count)
    }
    return DrawnPage(patches: patches, truncation: truncation, textRanges: ranges)
  }
}
