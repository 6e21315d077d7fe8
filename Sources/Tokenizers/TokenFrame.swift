/// The special tokens before and after a caption.
struct TokenFrame: Sendable, Equatable {
  var begin: Int32?
  var end: Int32?

  /// Puts a caption's tokens into the frame; those beyond `limit` are cut off before the end token.
  func framed(_ tokens: [Int32], unknown: Int, limit: Int) -> TokenizedText {
    let own = (begin == nil ? 0 : 1) + (end == nil ? 0 : 1)
    let kept = min(tokens.count, max(0, limit - own))
    var ids: [Int32] = []
    ids.reserveCapacity(kept + own)
    if let begin { ids.append(begin) }
    ids.append(contentsOf: tokens[..<kept])
    if let end { ids.append(end) }
    if ids.count > limit { ids.removeLast(ids.count - max(0, limit)) }
    return TokenizedText(ids: ids, unknown: unknown, cut: tokens.count - kept)
  }
}
