import TextRendering
import Tokenizers

/// Reads captions as tokens, at most as many as a model's context holds.
public final class TokenReader: CaptionReading {
  /// The token that captions are filled up with.
  public enum Filling: Sendable {
    /// The caption's last, its end token (SigLIP).
    case end
    /// The vocabulary's padding, behind the end token (SigLIP 2).
    case padding
  }

  private let tokenizer: any Tokenizer
  private let context: Int
  private let filling: Filling?

  /// - Parameters:
  ///   - context: tokens of a caption at most, special ones among them.
  ///   - filling: with what every caption is filled up to the context, as big_vision's towers of texts were trained, SigLIP's
  ///     among them; all captions cost a whole context then. Nil leaves them as long as they are.
  ///
  /// Throws a sentence where padding is wanted that the vocabulary does not have.
  public init(_ tokenizer: any Tokenizer, context: Int, filling: Filling? = nil) throws {
    guard filling != .padding || tokenizer.paddingID != nil else {
      throw CorpusError("captions should be filled up with padding, which the vocabulary does not have")
    }
    self.tokenizer = tokenizer
    self.context = context
    self.filling = filling
  }

  public func read(_ text: String, language: String, seed: UInt64?) throws -> ReadCaption {
    let tokens = tokenizer.encode(text, limit: context)
    var truncation = TextTruncation()
    truncation.unknownTokens = tokens.unknown
    truncation.truncatedTokens = tokens.cut
    var ids = tokens.ids
    if let filler = filling == .padding ? tokenizer.paddingID : filling == .end ? ids.last : nil {
      ids += Array(repeating: filler, count: max(0, context - ids.count))
    }
    return ReadCaption(sequence: .tokens(ids), truncation: truncation)
  }
}
