/// Which pictures a corpus holds, in which split, under which names: everything but the pixels.
struct EmojiPlan {
  enum PictureSource {
    /// Drawn by the colour font.
    case glyph(String)
    /// A PNG of the second artist.
    case file(String)
  }

  struct Picture {
    /// Its `picture` is relative to the corpus.
    let record: CaptionedImage
    let source: PictureSource
  }

  static let styles = ["noto", "emojione"]

  /// The font's pictures in the order of emoji-test.txt, then the second artist's.
  private(set) var pictures: [Picture] = []

  /// - Parameter names: of every language, in the order of `languages`. Emoji without a name in any of them are left out.
  init(
    emoji: [EmojiSequence], languages: [String], names: [EmojiNames], seed: UInt64, sources: EmojiSources
  ) throws {
    let composition = EmojiSplits.composition(of: emoji, seed: seed)
    let withheld = EmojiSplits.withheld(from: emoji, languages: languages, seed: seed)
    let secondArtist = try EmojiOnePictures(folder: sources.emojiOne)
    var styled: [Picture] = []
    for emoji in emoji {
      let captions = Self.captions(of: emoji.id, languages: languages, names: names)
      let named = Set(captions.filter { $0.role == .name }.map(\.language))
      guard !named.isEmpty else { continue }
      // A name is kept from training only where other languages teach the picture.
      let kept = withheld[emoji.id].map { named.contains($0) && named.count > 1 ? [$0] : [] } ?? []
      func record(_ style: String, _ split: CorpusSplit) -> CaptionedImage {
        let picture = "\(style)/\(emoji.id).png"
        return CaptionedImage(
          id: emoji.id, picture: .file(picture), style: style, split: split, symbol: emoji.text, captions: captions,
          withheld: kept, origin: Origin(file: picture, line: 1))
      }
      let split: CorpusSplit = composition.contains(emoji.id) ? .composition : .train
      pictures.append(Picture(record: record("noto", split), source: .glyph(emoji.text)))
      if !emoji.hasTone, let path = secondArtist.path(of: emoji) {
        styled.append(Picture(record: record("emojione", .style), source: .file(path)))
      }
    }
    pictures += styled
  }

  private static func captions(of id: String, languages: [String], names: [EmojiNames]) -> [Caption] {
    var captions: [Caption] = []
    for (language, names) in zip(languages, names) {
      guard let name = names.names[id] else { continue }
      captions.append(Caption(text: name, language: language, role: .name))
      captions += (names.keywords[id] ?? []).map { Caption(text: $0, language: language, role: .keyword) }
    }
    return captions
  }
}
