/// In which script a caption is written, for tables by script.
public enum CaptionScript {
  /// The ISO 15924 code of the script that most letters of `text` belong to, the first of equals; "Zyyy" without letters.
  ///
  /// Ideographs are "Hani", simplified or traditional; with kana they are "Jpan", with Hangul "Kore".
  public static func of(_ text: String) -> String {
    let counts = counts(of: text)
    var most: (script: String, letters: Int)?
    for count in counts where count.letters > most?.letters ?? 0 { most = count }
    return most?.script ?? "Zyyy"
  }

  private typealias Count = (script: String, letters: Int)

  /// Letters by script in the order of the first of each.
  private static func counts(of text: String) -> [Count] {
    var counts: [Count] = []
    for scalar in text.unicodeScalars where CodePoint.isLetter(scalar) {
      guard let script = reportedScript(scalar) else { continue }
      if let place = counts.firstIndex(where: { $0.script == script }) {
        counts[place].letters += 1
      } else {
        counts.append((script, 1))
      }
    }
    return withIdeographsAtHome(counts)
  }

  /// Nil for letters of no script of their own, such as kana's mark of length.
  private static func reportedScript(_ scalar: Unicode.Scalar) -> String? {
    switch CodePoint.script(scalar) {
    case "Zyyy", "Zinh", "Zzzz": nil
    case "Hira", "Kana": "Jpan"
    case "Hang": "Kore"
    case let script: script
    }
  }

  /// Counts ideographs with the kana or Hangul beside them, the more frequent of both.
  private static func withIdeographsAtHome(_ counts: [Count]) -> [Count] {
    guard let ideographs = counts.firstIndex(where: { $0.script == "Hani" }) else { return counts }
    var home: Int?
    for place in counts.indices where counts[place].script == "Jpan" || counts[place].script == "Kore" {
      if counts[place].letters > home.map({ counts[$0].letters }) ?? 0 { home = place }
    }
    guard let home else { return counts }
    var joined = counts
    joined[home].letters += joined[ideographs].letters
    joined.remove(at: ideographs)
    return joined
  }
}
