import TextRendering
import Tokenizers

/// Reads captions as tokens, at most as many as a model's context holds.
public final class TokenReader: CaptionReading {
  private let tokenizer: any Tokenizer
  private let context: Int

  /// - Parameter context: tokens of a caption at most, special ones among them.
  public init(_ tokenizer: any Tokenizer, context: Int) {
    self.tokenizer = tokenizer
    self.context = context
  }

  public func read(_ text: String, language: String, seed: UInt64?) throws -> ReadCaption {
    let tokens = tokenizer.encode(text, limit: context)
    var lost = LostText()
    lost.unknownTokens = tokens.unknown
    lost.truncatedTokens = tokens.cut
    return ReadCaption(sequence: .tokens(tokens.ids), lost: lost)
  }
}
