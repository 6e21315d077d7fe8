import Files

/// Reads tiktoken's files: a token's bytes in base64, a space and its rank, a line each. The rank is the id, and says
/// which neighbors are merged first.
struct RanksReader {
  let file: VocabularyFile
  /// No token of a vocabulary is longer; a merge is looked up for every way to cut one in two.
  private static let longestToken = 1024

  func read(style: BytePairEncoding.Style, vocabularySize: Int?) throws -> BytePairVocabulary {
    var ids: [[UInt8]: Int32] = [:]
    var byRank: [[UInt8]] = []
    try file.eachLine { line, number in
      if line.isEmpty { return }
      let (token, rank) = try entry(line, number)
      guard rank == byRank.count else {
        throw file.failure(
          "the rank is \(rank) where \(byRank.count) was expected; ranks count the lines from 0", line: number)
      }
      guard ids.updateValue(Int32(rank), forKey: token) == nil else {
        throw file.failure("the token already stands in an earlier line", line: number)
      }
      byRank.append(token)
    }
    if let byte = (0...255).first(where: { ids[[UInt8($0)]] == nil }) {
      throw file.failure("the byte \(byte) is not among the tokens, so that some text could not be written")
    }
    var vocabulary = BytePairVocabulary()
    vocabulary.origin = .ranks
    vocabulary.tokens = byRank.map { .init(bytes: $0) }
    vocabulary.merges = Self.merges(byRank, ids)
    vocabulary.appendSpecials(for: style)
    if let vocabularySize, vocabulary.tokens.count != vocabularySize {
      throw file.failure(
        "the file makes \(vocabulary.tokens.count) tokens where \(vocabularySize) were expected; is it the right one?")
    }
    return vocabulary
  }

  /// Every way to make a token from two others, in the order of ranks.
  private static func merges(
    _ tokens: [[UInt8]], _ ids: [[UInt8]: Int32]
  ) -> [(left: Int32, right: Int32, result: Int32)] {
    var merges: [(left: Int32, right: Int32, result: Int32)] = []
    for (id, token) in tokens.enumerated() where token.count > 1 {
      for cut in 1..<token.count {
        guard let left = ids[Array(token[..<cut])], let right = ids[Array(token[cut...])] else { continue }
        merges.append((left, right, Int32(id)))
      }
    }
    return merges
  }

  private func entry(_ line: ArraySlice<UInt8>, _ number: Int) throws -> (token: [UInt8], rank: Int) {
    let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard parts.count == 2, let rank = Int(String(decoding: parts[1], as: UTF8.self)),
      let token = try? Base64.decode(parts[0]),
      !token.isEmpty
    else { throw file.failure("the line should hold a token in base64, a space and its rank", line: number) }
    guard token.count <= Self.longestToken else {
      throw file.failure(
        "the token has \(token.count) bytes; more than \(Self.longestToken) are not read", line: number)
    }
    return (token, rank)
  }
}
