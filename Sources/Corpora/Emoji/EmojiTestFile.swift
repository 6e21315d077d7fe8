/// The list of emoji in `emoji-test.txt` (UTS #51).
enum EmojiTestFile {
  /// The fully-qualified emoji, in the order of the file.
  static func read(_ path: String) throws -> [EmojiSequence] {
    let text = try SourceFile.text(path)
    var group = ""
    var emoji: [EmojiSequence] = []
    var line = 0
    for content in text.split(separator: "\n", omittingEmptySubsequences: false) {
      line += 1
      if content.hasPrefix("# group: ") { group = String(content.dropFirst(9)) }
      guard !content.hasPrefix("#"), !content.allSatisfy(\.isWhitespace) else { continue }
      guard let (characters, status) = fields(of: content) else {
        throw CorpusError(
          "\(path):\(line): the line is not of the form “code points ; status # …”; install unicode-data anew")
      }
      if status == "fully-qualified" { emoji.append(EmojiSequence(text: characters, group: group)) }
    }
    guard !emoji.isEmpty else {
      throw CorpusError("\(path): the file lists no fully-qualified emoji; install unicode-data anew")
    }
    return emoji
  }

  private static func fields(of line: Substring) -> (text: String, status: String)? {
    guard let semicolon = line.firstIndex(of: ";") else { return nil }
    var text = ""
    for digits in line[..<semicolon].split(separator: " ") {
      guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else { return nil }
      text.unicodeScalars.append(scalar)
    }
    let status = line[line.index(after: semicolon)...].prefix { $0 != "#" }.filter { !$0.isWhitespace }
    return text.isEmpty || status.isEmpty ? nil : (text, String(status))
  }
}
