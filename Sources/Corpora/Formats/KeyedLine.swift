/// A line that names a picture and then says a caption, as several corpora are distributed:
///
///     1000268201_693b08cb0e.jpg#0<TAB>A child in a pink dress.      Flickr8k, Flickr30k, Flickr30k-CNA
///     COCO_val2014_000000217153#0<TAB>一个男人在冲浪                    COCO-CN
///     36979.jpg#enc2zhb#0 两个 年轻 男子                               Flickr8k-CN, Flickr30k-CN
///     36979.jpg#enc2zhb#0 两:m 个:q 年轻:a 男子:n                       the same, tagged by word
///     36979.jpg,两个年轻男子,留着长发                                    as CLIP_benchmark distributes them
///
/// Words that stand apart only because a program cut them are joined again.
struct KeyedLine: Equatable {
  /// The picture's name, without the number of the caption; perhaps without ending.
  let picture: String
  let caption: String

  /// Nil where the line names no picture or says nothing.
  init?(_ line: String) {
    guard let (name, caption) = Self.parts(of: line) else { return nil }
    picture = String(name.prefix { $0 != "#" })
    self.caption = caption
    guard !picture.isEmpty, CaptionFile.isText(caption) else { return nil }
  }

  private static func parts(of line: String) -> (name: Substring, caption: String)? {
    let line = line.drop { $0.isWhitespace }
    if let tab = line.firstIndex(of: "\t") { return (line[..<tab], trimmed(line[line.index(after: tab)...])) }
    if let comma = commaBehindPicture(in: line) {
      return (line[..<comma], trimmed(line[line.index(after: comma)...]))
    }
    guard let space = line.firstIndex(where: \.isWhitespace), isKey(line[..<space]) else { return nil }
    return (line[..<space], joined(line[space...].split(whereSeparator: \.isWhitespace)))
  }

  /// Captions hold commas, so that only the one behind a picture's ending parts the columns.
  private static func commaBehindPicture(in line: Substring) -> Substring.Index? {
    guard let comma = line.firstIndex(of: ","), isPicture(line[..<comma]) else { return nil }
    return comma
  }

  private static func isPicture(_ name: Substring) -> Bool {
    PictureEnding.all.contains(SourceFile.ending(of: String(name)))
  }

  /// Without a tab, only a picture's ending or the mark of a caption's number tells a name from a word.
  private static func isKey(_ name: Substring) -> Bool { name.contains("#") || isPicture(name) }

  /// Words as a sentence: tags of words are taken off where every word bears one, and spaces stand where letters would run together.
  private static func joined(_ words: [Substring]) -> String {
    let tagged = words.allSatisfy { tag(of: $0) != nil }
    return words.reduce(into: "") { sentence, word in
      let word = tagged ? word[..<(tag(of: word) ?? word.endIndex)] : word
      if let last = sentence.last, let first = word.first, isSpaced(last), isSpaced(first) { sentence += " " }
      sentence += word
    }
  }

  /// Where the colon of a word's tag, such as `年轻:a`, stands.
  private static func tag(of word: Substring) -> Substring.Index? {
    guard let colon = word.lastIndex(of: ":"), colon != word.startIndex else { return nil }
    let tag = word[word.index(after: colon)...]
    return !tag.isEmpty && tag.allSatisfy { $0.isASCII && $0.isLetter } ? colon : nil
  }

  /// Whether a character belongs to writing that sets spaces between words.
  private static func isSpaced(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    return (character.isLetter || character.isNumber) && !isIdeographOrKana(scalar.value)
  }

  private static func isIdeographOrKana(_ value: UInt32) -> Bool {
    switch value {
    case 0x2E80...0x312F, 0x31A0...0xA4CF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
    default: false
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0.isWhitespace }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
