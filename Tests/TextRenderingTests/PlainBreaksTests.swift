import Testing

@testable import TextRendering

@Suite struct PlainBreaksTests {
  static let alphabet: [Unicode.Scalar] = Array(
    "abz \u{E9}\u{301}\u{5D0}\u{5B0}\u{416}字心한글0 9\u{663},.:; \u{2C9}\u{4DC0}\u{915}\u{93E}\u{94D}かカ".unicodeScalars)

  /// The root's rules, every language that ICU has rules of its own for in some version, and others that do not.
  static let languages = ["und", "zh", "zh_Hant", "yue", "ja", "ko", "en", "fi", "sv", "he", "th", "jv"]

  /// Breaks by our pairs and by ICU; nil where the text is not plain.
  private func both(
    _ text: String, _ language: String, _ rendering: Rendering
  ) throws -> (ours: [Bool], icu: [Bool])? {
    try rendering.itemized(text, language) { item in
      let breaker = LineBreaker()
      return try withExtendedLifetime(breaker) {
        guard let ours = breaker.findPlain(in: item.clusters).map({ Array($0.before.elements) }) else { return nil }
        return (ours, Array(try breaker.findByICU(in: item.clusters, by: item.language.lineBreaks).before.elements))
      }
    }
  }

  @Test("Pairs of classes decide as ICU does on random text, in every language", arguments: languages)
  func random(language: String) throws {
    let rendering = try Rendering()
    var state: UInt64 = 20
    var plain = 0
    for _ in 0..<4000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text.append(Self.alphabet[Int(state >> 33) % Self.alphabet.count])
      }
      guard let (ours, icu) = try both(String(text), language, rendering) else { continue }
      plain += 1
      #expect(ours == icu, "\(text.map { String($0.value, radix: 16) })")
    }
    #expect(plain > 200)
  }

  @Test("Every plain character, between others, breaks as ICU does", arguments: ["und", "zh", "ja", "ko"])
  func everyCharacter(language: String) throws {
    let rendering = try Rendering()
    let others: [Unicode.Scalar] = ["a", "1", "字", "한", ","]
    var plain = 0
    // Blocks of ideographs and syllables are alike throughout: some of each are enough.
    for value in UInt32(0x21)..<0x1F000 {
      guard value < 0x3100 || value % 37 == 0, let scalar = Unicode.Scalar(value) else { continue }
      guard PlainBreakClass(of: value) != .other else { continue }
      var text = String.UnicodeScalarView()
      for other in others { text += ["a", other, scalar, scalar, other, " "] }
      guard let (ours, icu) = try both(String(text), language, rendering) else { continue }
      plain += 1
      #expect(ours == icu, "U+\(String(value, radix: 16)) in \(language)")
    }
    #expect(plain > 5000)
  }

  @Test(
    "Plain captions never ask ICU, others do",
    arguments: [
      ("a red heart, drawn by hand", true), ("红色的心", true), ("빨간 하트", true), ("what?", false), ("หัวใจ", false),
      ("a-b", false),
    ])
  func plain(text: String, isPlain: Bool) throws {
    #expect(try (both(text, "und", Rendering()) != nil) == isPlain)
  }
}
