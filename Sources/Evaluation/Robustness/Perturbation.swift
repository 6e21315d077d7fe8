import Runtime
import Tokenizers

/// A change of a query's text that a person would still read; what recall a model loses by it tells how it reads.
public enum Perturbation: String, Sendable, CaseIterable {
  case typo, homoglyph, missingMarks, width, hanVariant, normalForm, letterCase
}

extension Perturbation {
  /// What it is called in a report.
  public var title: String {
    switch self {
    case .typo: "Typos"
    case .homoglyph: "Homoglyphs"
    case .missingMarks: "Diacritics removed"
    case .width: "Full and half width"
    case .hanVariant: "Simplified and traditional"
    case .normalForm: "Normal forms"
    case .letterCase: "Upper and lower case"
    }
  }

  /// One sentence on what it does.
  public var about: String {
    switch self {
    case .typo: "In every started ten letters two are swapped, or one is left out, doubled or hit beside its key."
    case .homoglyph: "A third of the letters that have a homoglyph in another script are replaced by it."
    case .missingMarks: "Accents and vowel points are left out where the script is read without them."
    case .width: "Latin letters, digits and katakana change between full and half width."
    case .hanVariant: "Simplified ideographs become traditional ones, or the other way about."
    case .normalForm: "Composed letters are spelled as letters and marks, or the other way about, and look the same."
    case .letterCase: "All letters are in upper case, or in lower case where they were in upper case already."
    }
  }

  /// The changed text, never one that reads as `text` does in code points; nil where there is nothing to change, so that the
  /// query does not count for this perturbation.
  ///
  /// - Parameters:
  ///   - language: A language tag such as `tr` or `zh_Hant`, "und" where it is unknown.
  ///   - generator: Where typos and homoglyphs are drawn from; the others need none. The same state gives the same
  ///     text with the same ICU.
  public func apply(to text: String, language: String, using generator: inout SeededGenerator) -> String? {
    switch self {
    case .typo: Typos.mistyped(text, using: &generator)
    case .homoglyph: Homoglyphs.disguised(text, using: &generator)
    case .missingMarks: MissingMarks.without(text)
    case .width: WidthVariant.exchanged(text)
    case .hanVariant: HanVariant.exchanged(text, language: language)
    case .normalForm: NormalForm.exchanged(text)
    case .letterCase: LetterCase.exchanged(text, language: language)
    }
  }

  /// Whether the machine's ICU has what this needs; where it has not, `apply` changes nothing.
  public var isAvailable: Bool {
    switch self {
    case .width: Self.areAvailable([.fullToHalfWidth, .halfToFullWidth])
    case .hanVariant: Self.areAvailable([.simplifiedToTraditional, .traditionalToSimplified])
    case .typo, .homoglyph, .missingMarks, .normalForm, .letterCase: true
    }
  }

  private static func areAvailable(_ rules: [Transliterator.Rules]) -> Bool {
    rules.allSatisfy { Transliterator($0) != nil }
  }
}
