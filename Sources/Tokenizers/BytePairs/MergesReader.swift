import Console

/// Reads files of merges, `left right` a line, most frequent first, as GPT-2's `merges.txt` and CLIP's
/// `bpe_simple_vocab_16e6.txt.gz`.
struct MergesReader {
  let file: VocabularyFile
  let style: BytePairEncoding.Style
  private var vocabulary: BytePairVocabulary
  private var ids: [[UInt8]: Int32]

  init(file: VocabularyFile, style: BytePairEncoding.Style) {
    self.file = file
    self.style = style
    vocabulary = BytePairVocabulary(bytesFor: style)
    ids = Dictionary(
      vocabulary.tokens.enumerated().map { ($1.spelled, Int32($0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Bytes come first, then the tokens that merges make, in order, then the special ones, as GPT-2 and CLIP number
  /// them. A merge that makes a token which is there already takes no id. Of merges beyond `vocabularySize` nothing is
  /// read.
  mutating func read(vocabularySize: Int?) throws -> BytePairVocabulary {
    let room = vocabularySize.map { $0 - style.specials.count } ?? Int.max
    guard room >= style.firstMerge else {
      throw TokenizerError(
        "\(file.path): a vocabulary of \(vocabularySize ?? 0) tokens has no room for the bytes and special tokens, "
          + "which are \(style.firstMerge + style.specials.count)")
    }
    try file.eachLine { line, number in
      if number == 1, Self.isHeader(line) { return }
      guard vocabulary.tokens.count < room else { return }
      try append(line, number)
    }
    vocabulary.appendSpecials(for: style)
    if let vocabularySize, vocabulary.tokens.count != vocabularySize {
      throw file.failure(
        "the merges make \(vocabulary.tokens.count) tokens where \(vocabularySize) were expected; is it the right file?"
      )
    }
    return vocabulary
  }

  private static func isHeader(_ line: ArraySlice<UInt8>) -> Bool {
    String(decoding: line.prefix(80), as: UTF8.self).contains("#version")
  }

  private mutating func append(_ line: ArraySlice<UInt8>, _ number: Int) throws {
    let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw file.failure("the line should hold two tokens with a space between them", line: number)
    }
    let left = try known(parts[0], number)
    let right = try known(parts[1], number)
    let (first, second) = (vocabulary.tokens[Int(left)], vocabulary.tokens[Int(right)])
    guard !first.endsWord else {
      throw file.failure("the first token ends a word, so nothing can follow it", line: number)
    }
    let spelled = Array(parts[0]) + Array(parts[1])
    let result = ids[spelled] ?? Int32(vocabulary.tokens.count)
    if ids.updateValue(result, forKey: spelled) == nil {
      vocabulary.tokens.append(.init(bytes: first.bytes + second.bytes, endsWord: second.endsWord))
    }
    vocabulary.merges.append((left, right, result))
    guard seen.insert(PairTable.key(left, right)).inserted else {
      throw file.failure("the same two tokens are merged in an earlier line", line: number)
    }
  }

  private var seen: Set<UInt64> = []

  private func known(_ token: ArraySlice<UInt8>, _ number: Int) throws -> Int32 {
    guard let id = ids[Array(token)] else {
      throw file.failure(
        "the token \"\(String(decoding: token, as: UTF8.self))\" is neither a byte's letter nor made by an earlier line; "
          + "the file should be a list of merges of \(style.kind.words)", line: number)
    }
    return id
  }
}
