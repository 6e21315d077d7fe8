import Testing

@testable import Tokenizers

@Suite struct ByteTokenizerTests {
  @Test("Bytes are numbered as ByT5 numbers them, with the end token after them")
  func ids() {
    let tokenizer = ByteTokenizer()
    #expect(tokenizer.encode("Aé", limit: 10) == TokenizedText(ids: [68, 198, 172, 1], unknown: 0, cut: 0))
    #expect(tokenizer.encode("Aé", limit: 3) == TokenizedText(ids: [68, 198, 1], unknown: 0, cut: 1))
    #expect(tokenizer.encode("", limit: 3).ids == [1])
    #expect(tokenizer.vocabularySize == 259 && ByteTokenizer(spareIDs: 125).vocabularySize == 384)
  }

  @Test("Tokens are shown as characters where they are some")
  func shown() {
    let tokenizer = ByteTokenizer(spareIDs: 1)
    let shown = [0, 1, 2, 68, 198, 35, 13, 259, 260, -1].map { tokenizer.text(of: $0) }
    #expect(
      shown == [
        "<pad>", "</s>", "<unk>", "A", "<0xC3>", "▁", "<0x0A>", "<spare 0>", "<no token 260>", "<no token -1>",
      ])
  }
}
