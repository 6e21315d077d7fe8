import TextRendering
import Tokenizers

/// Reads captions as tokens, at most as many as a model's context holds.
public final class TokenReader: CaptionReading {
  private let tokenizer: any Tokenizer
  private let context: Int
  private let isFilled: Bool

  /// - Parameters:
  ///   - context: tokens of a caption at most, special ones among them.
  ///   - isFilled: whether every caption is filled up to the context with its last token, the end: what big_vision's towers
  ///     of texts were trained with, SigLIP's among them. All of them cost a whole context then.
  public init(_ tokenizer: any Tokenizer, context: Int, isFilled: Bool = false) {
    self.tokenizer = tokenizer
    self.context = context
    self.isFilled = isFilled
  }

  public func read(_ text: String, language: String, seed: UInt64?) throws -> ReadCaption {
    let tokens = tokenizer.encode(text, limit: context)
    var lost = LostText()
    lost.unknownTokens = tokens.unknown
    lost.truncatedTokens = tokens.cut
    var ids = tokens.ids
    if isFilled, let last = ids.last { ids += Array(repeating: last, count: max(0, context - ids.count)) }
    return ReadCaption(sequence: .tokens(ids), lost: lost)
  }
}
