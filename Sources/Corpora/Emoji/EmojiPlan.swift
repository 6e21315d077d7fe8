/// Which images a corpus holds, in which split, under which names: everything but the pixels.
struct EmojiPlan {
  enum ImageSource {
    /// Drawn by the color font.
    case glyph(String)
    /// A PNG of the second artist.
    case file(String)
  }

  struct Image {
    /// Its `image` is relative to the corpus.
    let record: CaptionedImage
    let source: ImageSource
  }

  static let styles = ["noto", "emojione"]

  /// The font's images in the order of emoji-test.txt, then the second artist's.
  private(set) var images: [Image] = []

  /// - Parameter names: of every language, in the order of `languages`. Emoji without a name in any of them are skipped.
  init(
    emoji: [EmojiSequence], languages: [String], names: [EmojiNames], seed: UInt64, sources: EmojiSources
  ) throws {
    let composition = EmojiSplits.composition(of: emoji, seed: seed)
    let heldOut = EmojiSplits.heldOut(from: emoji, languages: languages, seed: seed)
    let secondArtist = try EmojiOneImages(folder: sources.emojiOne)
    var styled: [Image] = []
    for emoji in emoji {
      let captions = Self.captions(of: emoji.id, languages: languages, names: names)
      let named = Set(captions.filter { $0.role == .name }.map(\.language))
      guard !named.isEmpty else { continue }
      // A name is held out only where other languages teach the image.
      let kept = heldOut[emoji.id].map { named.contains($0) && named.count > 1 ? [$0] : [] } ?? []
      func record(_ style: String, _ split: CorpusSplit) -> CaptionedImage {
        let image = "\(style)/\(emoji.id).png"
        return CaptionedImage(
          id: emoji.id, image: .file(image), style: style, split: split, symbol: emoji.text, captions: captions,
          heldOut: kept, origin: Origin(file: image, line: 1))
      }
      let split: CorpusSplit = composition.contains(emoji.id) ? .composition : .train
      images.append(Image(record: record("noto", split), source: .glyph(emoji.text)))
      if !emoji.hasTone, let path = secondArtist.path(of: emoji) {
        styled.append(Image(record: record("emojione", .style), source: .file(path)))
      }
    }
    images += styled
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
