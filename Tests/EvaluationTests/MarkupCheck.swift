/// Finds tags that are not closed in order, and bare `<`, in a page.
enum MarkupCheck {
  /// Elements without an end tag (HTML Living Standard, 13.1.2).
  private static let void: Set<Substring> = ["meta", "img", "br", "link", "hr", "input"]
  /// Inside SVG these are closed by `/>`.
  private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

  static func problems(in html: String) -> [String] {
    var problems: [String] = []
    var open: [Substring] = []
    for piece in html.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
      if piece.hasPrefix("!DOCTYPE") { continue }
      guard let end = endOfTag(piece) else {
        problems.append("no end of the tag <\(piece.prefix(40))")
        continue
      }
      let tag = piece[..<end]
      let name = tag.drop { $0 == "/" }.prefix { letters.contains($0) }
      if name.isEmpty {
        problems.append("a bare < before \(piece.prefix(40))")
      } else if tag.hasPrefix("/") {
        if open.last == name {
          open.removeLast()
        } else {
          problems.append("</\(name)> closes \(open.last ?? "nothing")")
        }
      } else if !tag.hasSuffix("/"), !void.contains(name) {
        open.append(name)
      }
    }
    return problems + open.map { "<\($0)> is never closed" }
  }

  /// Where the tag's `>` stands, outside of quotes.
  private static func endOfTag(_ piece: Substring) -> Substring.Index? {
    var quoted = false
    for index in piece.indices {
      if piece[index] == "\"" { quoted.toggle() }
      if piece[index] == ">", !quoted { return index }
    }
    return nil
  }
}
