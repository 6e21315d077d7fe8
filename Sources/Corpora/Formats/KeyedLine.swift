/// A line that names an image and then says a caption, as several corpora are distributed:
///
///     1000268201_693b08cb0e.jpg#0<TAB>A child in a pink dress.      Flickr8k, Flickr30k, Flickr30k-CNA
///     COCO_val2014_000000217153#0<TAB>一个男人在冲浪                    COCO-CN
///     667626_18933d713e.jpg#zhc#0 一个穿着泳装的女人躺在海水里。              Flickr8k-CN
///     36979.jpg#enc2zhb#0 两 个 年轻 男子                               Flickr30k-CN, cut into words; see `CutWords`
///     36979.jpg,两个年轻男子,留着长发                                    as CLIP_benchmark distributes them
///
/// The caption is what the line says, byte by byte, from the separator to the line's end.
struct KeyedLine: Equatable {
  /// What stands between the name and the caption.
  enum Separator { case tab, comma, space }

  /// The image's name, without the number of the caption; perhaps without ending.
  let image: String
  let caption: String
  let separator: Separator

  /// Nil where the line names no image or says nothing.
  init?(_ line: String) {
    let line = String(line.unicodeScalars.drop { $0.properties.isWhitespace })
    guard let (end, separator) = Self.end(ofNameIn: line) else { return nil }
    image = String(line[..<end].unicodeScalars.prefix { $0 != "#" }).withoutOuterSpace
    caption = String(line.unicodeScalars[end...].dropFirst())
    self.separator = separator
    guard !image.isEmpty, CaptionFile.isText(caption) else { return nil }
  }

  /// By code points: what follows a tab, a comma or a space may be a mark that makes one character with it.
  private static func end(ofNameIn line: String) -> (String.Index, Separator)? {
    let scalars = line.unicodeScalars
    if let tab = scalars.firstIndex(of: "\t") { return (tab, .tab) }
    // Captions hold commas, so that only the one behind an image's ending parts the columns.
    if let comma = scalars.firstIndex(of: ","), isImage(line[..<comma]) { return (comma, .comma) }
    guard let space = line.firstSpace, isKey(line[..<space]) else { return nil }
    return (space, .space)
  }

  private static func isImage(_ name: Substring) -> Bool {
    ImageEnding.all.contains(SourceFile.ending(of: String(name)))
  }

  /// Without a tab, only an image's ending or the mark of a caption's number tells a name from a word.
  private static func isKey(_ name: Substring) -> Bool { name.contains("#") || isImage(name) }
}
