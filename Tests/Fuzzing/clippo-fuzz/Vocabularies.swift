@testable import Tokenizers

extension FuzzSubject {
  static let vocabularies = [
    vocabulary("wordpiece", texts: "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n##b\n好\né\n,\n##12\r\nx\n##yz\n") {
      try WordPiece(file: $0, options: .init(), vocabularySize: nil)
    },
    vocabulary("clip-merges", texts: "#version: 0.2\na b</w>\nx y\nxy z</w>\nå ¥\nå¥ ½</w>\n") {
      try BytePairEncoding(merges: $0, style: .clip)
    },
    vocabulary("gpt2-merges", texts: "Ġ a\nx y\nĠ xy\nĠxy z\nå ¥\n") {
      try BytePairEncoding(merges: $0, style: .gpt2())
    },
    vocabulary("open-clip-merges", texts: "#version: 0.2\na b</w>\nx y\n& a\n") {
      try BytePairEncoding(merges: $0, style: .openCLIP())
    },
    vocabulary("sentencepiece", files: ".model") { try SentencePiece(file: $0, vocabularySize: nil) },
  ]

  private static let captions = [
    "a caption, it's 12 好 é", "ab\u{301} ﷺ ｶﾞ \u{0} \u{FFFD}", String(repeating: "xyz ", count: 20),
  ]

  private static func vocabulary(
    _ name: String, texts: String? = nil, files ending: String = "",
    _ read: @escaping @Sendable (VocabularyFile) throws -> any Tokenizer
  ) -> FuzzSubject {
    FuzzSubject(
      "vocabulary-\(name)", origin: "file",
      examples: try texts.map { [Array($0.utf8)] } ?? Examples.files("TokenizersTests/Fixtures", ending)
    ) { bytes in
      let tokenizer = try read(VocabularyFile(path: "file", bytes: bytes))
      for caption in captions {
        let tokens = tokenizer.encode(caption, limit: 40)
        let ids = tokens.ids.map { Int($0) }
        expect(ids.count <= 40 && ids.allSatisfy { (0..<tokenizer.vocabularySize).contains($0) }, "ids \(ids)")
        _ = tokens.ids.map { tokenizer.text(of: $0) }
      }
    }
  }
}

extension FuzzSubject {
  /// Captions through every package's cleaning, which must end with text that cleans to no more than a few times its length.
  static let cleanings = [
    FuzzSubject(
      "cleaning",
      examples: Examples.texts(
        "the cat’s “photo” &amp; ΟΔΟΣ", "&#x2019;&eacute;&EACUTE;&notit; <b> &amp;amp;", "ＡＢ　ｶﾞ ﬁ \u{1B}[1m \u{85}\r\n_")
    ) { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      for cleaning in TextCleaning.allCases {
        expect(cleaning.cleaned(text).utf8.count <= 40 * (bytes.count + 1), "\(cleaning) makes too much of a text")
      }
    }
  ]
}
