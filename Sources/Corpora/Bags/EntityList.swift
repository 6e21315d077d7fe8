import Files
import Tokenizers

/// Names that are looked for in captions as wholes: a file with one on each line.
public struct EntityList: Sendable {
  /// The file.
  public let path: String
  /// In lower case, composed or not: equal texts are equal.
  private let entries: Set<String>
  /// Of the entry with the most.
  let mostCharacters: Int
  /// As the file has them, the first few, for sentences.
  public let first: [String]

  public var count: Int { entries.count }

  /// Of the entries, in whatever order the file has them: what captions are cut by.
  public var checksum: UInt64 { entries.reduce(0) { $0 &+ Checksum.of($1) } }

  /// Reads the file. Spaces around an entry are none of it, empty lines are stepped over.
  ///
  /// Throws, with file and line, where it cannot be read, a line is not UTF-8, or it has no entries.
  public init(path: String) throws {
    self.path = path
    var lines = try LineReader(OpenFile(path: path))
    var entries: Set<String> = []
    var first: [String] = []
    var mostCharacters = 0
    while let line = try lines.next() {
      let entry = line.text.trimmedOfSpaces
      guard !entry.isEmpty else { continue }
      if first.count < 3 { first.append(entry) }
      mostCharacters = max(mostCharacters, entry.count)
      entries.insert(entry.lowercased())
    }
    if let skipped = lines.skipped.first.first {
      throw CorpusError("\(skipped.origin): \(skipped.reason); the file of entities has to be whole")
    }
    guard !entries.isEmpty else { throw CorpusError("\(path) holds no entity; give one on each line") }
    (self.entries, self.mostCharacters, self.first) = (entries, mostCharacters, first)
  }

  /// The longest entries of a caption from left to right, as ranges of its characters. None begins or ends within a word of a script
  /// that writes spaces.
  func matches(in characters: [CaptionCharacter]) -> [Range<Int>] {
    func cutsWord(_ place: Int) -> Bool {
      place > 0 && place < characters.count && characters[place - 1].joinsWord && characters[place].joinsWord
    }
    var found: [Range<Int>] = []
    var start = 0
    while start < characters.count {
      var end = start
      if !characters[start].isSpace && !cutsWord(start) {
        var text = ""
        for next in start..<min(characters.count, start + mostCharacters) {
          text += characters[next].key
          if entries.contains(text), !cutsWord(next + 1) { end = next + 1 }
        }
      }
      if end > start { found.append(start..<end) }
      start = max(end, start + 1)
    }
    return found
  }

  /// Whether an entry stands in a caption.
  public func occurs(in caption: String) -> Bool { !matches(in: CaptionCharacter.all(of: caption)).isEmpty }
}

extension String {
  fileprivate var trimmedOfSpaces: String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }
}
