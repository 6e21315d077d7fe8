import Runtime
import Schema
import Tokenizers

/// Rewritings of captions that need no model: other scripts by ICU, and rules that stand in for a language model's in tests.
public enum CaptionRewriting: String, RecipeWord {
  /// Ideographs as they are simplified.
  case simplified
  /// Ideographs as they are in traditional writing.
  case traditional
  /// In Latin letters, whatever the script.
  case latin
  /// In letters of ASCII, as far as there are any for the script.
  case ascii
  /// Within one of the built-in prompts of the caption's language, drawn.
  case template
  /// The parts between commas in another order, the first of them last.
  case clauses

  /// The caption rewritten; nil where that would change nothing, or the machine's ICU lacks the rules.
  ///
  /// - Parameter generator: chooses among several ways; the same state gives the same text with the same ICU.
  public func rewritten(_ text: String, language: String, using generator: inout SeededGenerator) -> String? {
    let changed: String? =
      switch self {
      case .simplified: HanConversion.rewritten(text, by: .traditionalToSimplified)
      case .traditional: HanConversion.rewritten(text, by: .simplifiedToTraditional)
      case .latin: Transliterator.rewritten(text, by: .latin)
      case .ascii: Transliterator.rewritten(text, by: .ascii)
      case .template: Self.inTemplate(text, language: language, using: &generator)
      case .clauses: Self.turned(text)
      }
    return changed.flatMap { $0.isSpelled(as: text) ? nil : $0 }
  }

  /// Marks that end a sentence, and those between its parts.
  private static let (ends, commas): (Set<Character>, Set<Character>) = (
    [".", "。", "．", "!", "！", "؟", "?", "？", "।"], [",", "，", "、", "،", ";", "；"]
  )

  private static func inTemplate(
    _ text: String, language: String, using generator: inout SeededGenerator
  ) -> String? {
    guard case .shared(let templates)? = try? PromptFile.builtIn(language).templates() else { return nil }
    let usable = templates.filter { $0 != "{}" && $0.contains("{}") }
    guard !usable.isEmpty else { return nil }
    let template = usable[Int(generator.next().multipliedFullWidth(by: UInt64(usable.count)).high)]
    return template.replacing("{}", with: bare(text), maxReplacements: 1)
  }

  /// A sentence without its end, so that something may follow it.
  private static func bare(_ text: String) -> String {
    var text = Substring(text.withoutOuterSpace)
    while let last = text.last, ends.contains(last) || last.isWhitespace { text.removeLast() }
    return String(text)
  }

  private static func turned(_ text: String) -> String? {
    let sentence = bare(text)
    guard let comma = sentence.first(where: commas.contains) else { return nil }
    let parts = sentence.split(whereSeparator: commas.contains).map { String($0).withoutOuterSpace }
      .filter(CaptionFile.isText)
    guard parts.count > 1 else { return nil }
    // Marks of full width bring their own space.
    let space = (comma.unicodeScalars.first?.value ?? 0) < 0x3000 && comma != "、" ? " " : ""
    return (parts.dropFirst() + parts.prefix(1)).joined(separator: "\(comma)\(space)")
  }
}
