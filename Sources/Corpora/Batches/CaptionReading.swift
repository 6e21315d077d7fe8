import TextRendering

/// Whatever turns a caption into what a model reads: drawn pages or tokens. One object serves one thread.
public protocol CaptionReading: AnyObject {
  /// What the model reads of a caption, and what of the caption it does not see.
  ///
  /// - Parameter seed: decides how a caption varies in training, where it may look different each time; nil reads it as it is.
  func read(_ text: String, language: String, seed: UInt64?) throws -> ReadCaption
}

/// Readers of the captions of one thread.
struct CaptionReaderPair {
  let model: any CaptionReading
  /// Reads captions once more, for views beside the pair's caption.
  let again: any CaptionReading
  /// A teacher's; nil where there is none.
  let teacher: (any CaptionReading)?
}

/// A caption as a model reads it, and what did not reach the model.
public struct ReadCaption: Sendable {
  public let sequence: ModelSequence
  public let truncation: TextTruncation
  /// The layout map of a page; see `DrawnPage.textRanges`. Empty for tokens.
  public let textRanges: [Range<Int>]

  public init(sequence: ModelSequence, truncation: TextTruncation, textRanges: [Range<Int>] = []) {
    self.sequence = sequence
    self.truncation = truncation
    self.textRanges = textRanges
  }
}

extension PageDrawing {
  public func read(_ text: String, language: String, seed: UInt64?) throws -> ReadCaption {
    let page =
      try seed.map { try drawPage(for: text, language: language, seed: $0) } ?? drawPage(for: text, language: language)
    return ReadCaption(sequence: .patches(page.patches), truncation: page.truncation, textRanges: page.textRanges)
  }
}

extension Caption {
  /// What a model reads of the caption. Errors name the caption, and so does one that leaves nothing to read.
  public func read(with reader: any CaptionReading, seed: UInt64? = nil) throws -> ReadCaption {
    let caption: ReadCaption
    do { caption = try reader.read(text, language: language, seed: seed) } catch {
      throw CorpusError("the \(language) caption “\(text)” cannot be read by the model: \(error)")
    }
    guard caption.sequence.count > 0 else {
      throw CorpusError("the \(language) caption “\(text)” leaves the model nothing to read, no ink or no token")
    }
    return caption
  }

  /// The same with errors that say where the caption stands.
  func read(at origin: Origin, with reader: any CaptionReading) throws -> ReadCaption {
    do { return try read(with: reader) } catch { throw CorpusError("\(origin): \(error)") }
  }
}
