/// UTF-8 bytes as tokens, numbered as ByT5 numbers them (Xue et al. 2021): 0 padding, 1 end, 2 unknown (never used),
/// byte + 3. Nothing stands before a caption; the end token stands after it. A cut may fall inside a character.
public struct ByteTokenizer: Tokenizer {
  /// Rows after the bytes that no text uses; ByT5's checkpoints have 125 of them, 384 in all.
  public let spareIDs: Int

  public init(spareIDs: Int = 0) {
    self.spareIDs = max(0, min(spareIDs, 1 << 20))
  }

  public var vocabularySize: Int { 3 + 256 + spareIDs }
  public var paddingID: Int32? { 0 }
  public var contract: TokenizerContract {
    TokenizerContract(.bytes, options: [], size: vocabularySize, bytes: [])
  }

  public func encode(_ text: String, limit: Int) -> TokenizedText {
    TokenFrame(begin: nil, end: 1).framed(text.utf8.map { Int32($0) + 3 }, unknown: 0, limit: limit)
  }

  public func text(of id: Int32) -> String {
    switch id {
    case 0: "<pad>"
    case 1: "</s>"
    case 2: "<unk>"
    case 3..<259: ByteText.shown([UInt8(id - 3)])
    case 259..<Int32(vocabularySize): "<spare \(id - 259)>"
    default: missing(id)
    }
  }
}
