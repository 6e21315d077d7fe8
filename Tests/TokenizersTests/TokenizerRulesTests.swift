import Testing

@testable import Tokenizers

/// Rules that are easier to read as tables than as recorded ids.
@Suite struct TokenizerRulesTests {
  static func words(_ text: String, _ options: WordPiece.Options = .init()) -> [String] {
    var words: [String] = []
    BertWords(options: options).each(in: text) { word, _ in words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }

  @Test(
    "BERT's words",
    arguments: [
      ("Hello, World!", ["hello", ",", "world", "!"]), ("中文abc", ["中", "文", "abc"]), ("Café", ["cafe"]),
      ("a\u{AD}b\u{0}c", ["abc"]),
      ("x\u{2B820}y", ["x", "\u{2B820}", "y"]), ("$5+3", ["$", "5", "+", "3"]), ("ΣΑΣ", ["σασ"]),
      ("[CLS]", ["[", "cls", "]"]),
      ("a\tb\u{3000}c\u{2028}d", ["a", "b", "c", "d"]), (" \u{85}", []),
    ])
  func bert(text: String, words: [String]) { #expect(Self.words(text) == words) }

  static func pairs(_ text: String, _ style: BytePairEncoding.Style) -> [String] {
    var words: [String] = []
    PairWords.each(in: text, style) { words.append(String(decoding: $0, as: UTF8.self)) }
    return words
  }

  @Test(
    "CLIP's words",
    arguments: [
      ("Two  DOGS", ["two", "dogs"]), ("it's 'sad", ["it", "'s", "'s", "ad"]), ("we'LL!'s", ["we", "'ll", "!'", "s"]),
      ("12½", ["1", "2", "½"]),
      ("<|endoftext|>", ["<|", "endoftext", "|>"]), ("e\u{301}", ["é"]), ("กำ", ["กำ"]), ("हि", ["ह", "ि"]),
      ("İ", ["i", "\u{307}"]),
    ])
  func clip(text: String, words: [String]) { #expect(Self.pairs(text, .clip) == words) }

  @Test(
    "GPT-2's words",
    arguments: [
      ("Two  dogs", ["Two", " ", " dogs"]), ("a\n\nb", ["a", "\n", "\n", "b"]), ("a \n b", ["a", " \n", " b"]),
      (" 's it's", [" '", "s", " it", "'s"]),
      ("x  ", ["x", "  "]), ("12 34!", ["12", " 34", "!"]), (" ", [" "]), ("IT'S", ["IT", "'", "S"]),
    ])
  func gpt2(text: String, words: [String]) { #expect(Self.pairs(text, .gpt2()) == words) }

  @Test("Words that no pieces make, and words that are too long, are one unknown token each")
  func unknown() throws {
    let file = try VocabularyFile(path: "a", bytes: Array((BadVocabularyTests.specials + "a\n##a\nb\n").utf8))
    let tokenizer = try WordPiece(file: file, options: .init(longestWord: 3))
    #expect(
      tokenizer.texts(of: "aaa aaaa ab b", limit: 9) == ["[CLS]", "a", "##a", "##a", "[UNK]", "[UNK]", "b", "[SEP]"])
    #expect(tokenizer.encode("aaaa ab b", limit: 3) == TokenizedText(ids: [2, 1, 3], unknown: 2, cut: 2))
  }
}
