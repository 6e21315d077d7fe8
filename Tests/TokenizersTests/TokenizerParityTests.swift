import Testing

@testable import Tokenizers

/// Ids as `tokenizers`, `transformers`, `tiktoken` and `sentencepiece` give them; `Fixtures/make_tokenizers.py` records
/// them.
@Suite struct TokenizerParityTests {
  @Test("2,000 captions in 40 languages give the recorded ids", arguments: RecordedCase.allCases)
  func captions(recorded: RecordedCase) throws {
    let tokenizer = try recorded.tokenizer()
    let expected = try RecordedTokens(recorded.rawValue)
    let texts = try RecordedTokens.captionTexts()
    #expect(texts.count == 2_000 && expected.captions.count == 2_000)
    var wrong: [Int] = []
    for (index, text) in texts.enumerated() {
      let whole = tokenizer.encode(text, limit: 10_000)
      if RecordedTokens.digest(whole.ids) != expected.captions[index] { wrong.append(index) }
      if index < expected.samples.count { #expect(whole.ids == expected.samples[index]) }
      guard index % 20 == 0 else { continue }
      // The recording script made sure that the packages cut captions so too.
      let cut = whole.ids.count <= 16 ? whole.ids : whole.ids.prefix(15) + whole.ids.suffix(1)
      #expect(tokenizer.encode(text, limit: 16).ids == cut)
    }
    #expect(wrong.isEmpty, "\(wrong.count) differ, first \(wrong.first.map { "\($0): \(texts[$0])" } ?? "")")
  }

  @Test("Nasty strings give the recorded ids, cut off or not", arguments: RecordedCase.allCases)
  func nasty(recorded: RecordedCase) throws {
    let tokenizer = try recorded.tokenizer()
    let expected = try RecordedTokens(recorded.rawValue)
    for (index, text) in try RecordedTokens.nastyTexts().enumerated() {
      let whole = tokenizer.encode(text, limit: 10_000)
      #expect(
        whole.ids == expected.nasty[index],
        "\(text.prefix(60).debugDescription): \(Self.shown(whole.ids, tokenizer))"
      )
      for limit in RecordedTokens.limits {
        let cut = tokenizer.encode(text, limit: limit)
        #expect(RecordedTokens.digest(cut.ids) == expected.cut[limit]?[index])
        #expect(cut.ids.count == min(limit, whole.ids.count) && cut.ids.count + cut.cut == whole.ids.count)
      }
    }
  }

  static func shown(_ ids: [Int32], _ tokenizer: any Tokenizer) -> [String] {
    ids.prefix(40).map { tokenizer.text(of: $0) }
  }

  @Test("Limits too small for the special tokens give as many of them as fit", arguments: RecordedCase.allCases)
  func smallLimits(recorded: RecordedCase) throws {
    let tokenizer = try recorded.tokenizer()
    for limit in -1...3 {
      let tokens = tokenizer.encode("a caption", limit: limit)
      #expect(tokens.ids.count == max(0, limit))
    }
  }

  @Test("Threads that share a tokenizer get the same ids", arguments: [RecordedCase.uncased, .clip, .unigram])
  func threads(recorded: RecordedCase) async throws {
    let tokenizer = try recorded.tokenizer()
    let texts = try Array(RecordedTokens.captionTexts().prefix(100))
    let expected = texts.map { tokenizer.encode($0, limit: 64) }
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 { group.addTask { texts.map { tokenizer.encode($0, limit: 64) } == expected } }
      for await isSame in group { #expect(isSame) }
    }
  }
}
