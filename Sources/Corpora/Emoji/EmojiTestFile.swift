/// The list of emoji in `emoji-test.txt` (UTS #51).
enum EmojiTestFile {
  /// The fully-qualified emoji, in the order of the file.
  static func read(_ path: String) throws -> [EmojiSequence] {
    let text = try SourceFile.text(path)
    var group = ""
    var emoji: [EmojiSequence] = []
    var line = 0
    for bytes in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      if bytes.isEmpty { continue }
      let content = Substring(bytes)
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

  /// Cut by bytes, because cutting by characters takes ten times as long and this file is read at every build.
  private static func fields(of line: Substring) -> (text: String, status: String)? {
    let parts = line.utf8.split(separator: UInt8(ascii: ";"), maxSplits: 1)
    guard parts.count == 2 else { return nil }
    var text = ""
    for digits in parts[0].split(separator: UInt8(ascii: " ")) {
      guard let value = UInt32(Substring(digits), radix: 16), let scalar = Unicode.Scalar(value) else { return nil }
      text.unicodeScalars.append(scalar)
    }
    let status = parts[1].prefix { $0 != UInt8(ascii: "#") }.filter { $0 > 0x20 }
    return text.isEmpty || status.isEmpty ? nil : (text, String(decoding: status, as: UTF8.self))
  }
}
