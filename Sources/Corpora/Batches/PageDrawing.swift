import Images
import TextRendering

/// Whatever draws a caption as patches. One object serves one thread.
public protocol PageDrawing: CaptionReading {
  /// The caption's page and what of it was lost.
  func drawPage(for text: String, language: String) throws -> DrawnPage
  /// The same for training, where a caption may look different each time; `seed` decides how.
  func drawPage(for text: String, language: String, seed: UInt64) throws -> DrawnPage
}

extension PageDrawing {
  public func drawPage(for text: String, language: String, seed: UInt64) throws -> DrawnPage {
    try drawPage(for: text, language: language)
  }
}

/// A caption's patches and what did not reach them.
public struct DrawnPage: Sendable {
  public let patches: PatchSequence
  public let truncation: TextTruncation
  /// The layout map: for every patch the UTF-8 bytes of the caption whose glyphs touch it. Empty where the renderer does not say.
  public let textRanges: [Range<Int>]

  public init(patches: PatchSequence, truncation: TextTruncation, textRanges: [Range<Int>] = []) {
    self.patches = patches
    self.truncation = truncation
    self.textRanges = textRanges
  }
}
