import Pixels
import TextRendering

@testable import Corpora

/// Draws one patch a character, its bytes from the text and the language.
final class FakeRenderer: PageDrawing {
  struct Refusal: Error, CustomStringConvertible {
    let description = "the ink is dry"
  }

  /// A text that cannot be drawn.
  let refused: String?

  init(refusing refused: String? = nil) {
    self.refused = refused
  }

  func drawPage(for text: String, language: String) throws -> DrawnPage {
    if text == refused { throw Refusal() }
    var patches = PatchSequence(patchSize: 16)
    for (index, character) in text.enumerated() {
      patches.rows.append(0)
      patches.columns.append(UInt16(index))
      let byte = UInt8(truncatingIfNeeded: StableHash.of((language + String(character)).utf8))
      patches.pixels += [UInt8](repeating: byte, count: patches.patchWidth)
    }
    var lost = LostText()
    lost.missing[0x1F600] = 1
    return DrawnPage(patches: patches, lost: lost)
  }
}
