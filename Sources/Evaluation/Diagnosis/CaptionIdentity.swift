/// What makes two captions the same to a leak check: their letters and digits, whatever their case, width, marks of punctuation and space.
public enum CaptionIdentity {
  /// Letters, marks and digits of the text's compatible form, in lower case; the text itself where nothing of that is left.
  public static func of(_ text: String) -> String {
    let folded = (NormalForm.compatible.of(text) ?? text).lowercased()
    let kept = folded.unicodeScalars.filter { scalar in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || scalar.properties.canonicalCombiningClass != .notReordered || scalar.properties.isIdeographic
    }
    return kept.isEmpty ? text : String(String.UnicodeScalarView(kept))
  }
}
