import Console
import TextRendering

extension TextTruncation {
  /// What was lost in one sentence; nil when nothing was.
  var sentence: String? {
    let parts = [
      (missing.values.reduce(0, +), "character", "without a glyph"), (truncatedCharacters, "character", "cut off"),
      (replacedBytes, "byte", "outside UTF-8"), (unknownTokens, "token", "outside the vocabulary"),
      (truncatedTokens, "token", "cut off"),
    ].filter { $0.0 > 0 }.map { count, unit, what in
      "\(NumberText.thousands(count)) \(count == 1 ? unit : unit + "s") \(what)"
    }
    return parts.isEmpty ? nil : "the model did not see \(parts.joined(separator: ", "))"
  }
}
