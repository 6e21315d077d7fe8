/// Finds tags that are not closed in order, bare `<`, and markup that was written out as text, in a page.
enum MarkupCheck {
  /// Elements without an end tag (HTML Living Standard, 13.1.2).
  private static let void: Set<String> = ["meta", "img", "br", "link", "hr", "input"]

  static func problems(in html: String) -> [String] {
    var problems = html.contains("HTML(markup:") ? ["markup is shown as text"] : []
    var open: [String] = []
    let pieces = Array(html.utf8).split(separator: UInt8(ascii: "<"), omittingEmptySubsequences: false)
    for piece in pieces.dropFirst() {
      guard let end = endOfTag(piece) else {
        problems.append("no end of the tag <\(text(piece.prefix(40)))")
        continue
      }
      let tag = piece[..<end]
      let closes = tag.first == UInt8(ascii: "/")
      let name = text(tag.drop { $0 == UInt8(ascii: "/") }.prefix(while: isLetter))
      if tag.first == UInt8(ascii: "!") {
        continue
      } else if name.isEmpty {
        problems.append("a bare < before \(text(piece.prefix(40)))")
      } else if closes {
        if open.last == name {
          open.removeLast()
        } else {
          problems.append("</\(name)> closes \(open.last ?? "nothing")")
        }
      } else if tag.last != UInt8(ascii: "/"), !void.contains(name) {
        open.append(name)
      }
    }
    return problems + open.map { "<\($0)> is never closed" }
  }

  /// Where the tag's `>` stands, outside of quotes.
  private static func endOfTag(_ piece: ArraySlice<UInt8>) -> Int? {
    var quoted = false
    for index in piece.indices {
      if piece[index] == UInt8(ascii: "\"") { quoted.toggle() }
      if piece[index] == UInt8(ascii: ">"), !quoted { return index }
    }
    return nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    let folded = byte | 0x20
    return UInt8(ascii: "a")...UInt8(ascii: "z") ~= folded || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
