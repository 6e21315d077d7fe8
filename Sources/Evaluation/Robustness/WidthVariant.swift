import Tokenizers

/// ASCII and katakana in full and half width, as East Asian keyboards write both.
enum WidthVariant {
  /// Half width where that changes a letter or a digit, else full width; nil where neither does: commas and spaces alone
  /// would say nothing about a model's letters.
  static func exchanged(_ text: String) -> String? {
    for rules in [Transliterator.Rules.fullToHalfWidth, .halfToFullWidth] {
      guard let changed = Transliterator.rewritten(text, by: rules) else { continue }
      if !lettersAndNumbers(of: changed).elementsEqual(lettersAndNumbers(of: text)) { return changed }
    }
    return nil
  }

  private static func lettersAndNumbers(of text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { CodePoint.isLetter($0) || CodePoint.isNumber($0) }
  }
}
