import JSON
import Tokenizers

/// `tokenizer_config.json` as transformers writes it: which token texts are filled up with.
package struct TokenizerConfiguration {
  private let section: ConfigurationSection

  package init(_ file: ConfigurationFile) { section = file.section }

  /// Nil where the file does not say. Throws where it names a token that is neither the end nor the padding of the vocabulary.
  package func filling(of pieces: SentencePiece) throws -> SourcedValue<FillingWord>? {
    guard let field = section.value["pad_token"], field != .null else { return nil }
    guard let token = field.stringValue ?? field["content"]?.stringValue else {
      throw section.failure("pad_token", "should be a string, not \(field.kind)")
    }
    if token == pieces.endPiece { return SourcedValue(.end, section.origin("pad_token")) }
    if token == pieces.paddingPiece { return SourcedValue(.padding, section.origin("pad_token")) }
    throw section.failure(
      "pad_token",
      "is '\(token)', which is neither the end nor the padding of the vocabulary; say with --fill which is meant")
  }
}
