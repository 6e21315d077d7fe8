/// A caption of which everything is known that decides how its code points are drawn, and nothing of where.
struct ItemizedText {
  let text: NormalizedText
  let directions: Directions
  let scripts: Scripts
  let clusters: GraphemeClusters
  let breaks: LineBreaks
  let fonts: ChosenFonts
  let language: LanguageFonts
}

/// A stretch of a caption that is shaped at once and stays on one line, or a space, or a line's end.
struct CutWord {
  enum Kind: UInt8 { case text, space, tab, newline }

  /// Code points of the caption.
  var start: Int32
  var end: Int32
  var level: Int8
  var kind: Kind
  var posture: WordContext.Posture
  /// Whether a line may break before it.
  var breakBefore: Bool

  @inline(__always) var hasGlyphs: Bool { kind == .text || kind == .space }
}

/// A caption as words, in reading order.
struct CutWords {
  let item: ItemizedText
  let words: ScratchView<CutWord>
}

/// Stage 9: cuts the text into words of one font, script and level, at spaces and break opportunities.
struct WordCutter {
  /// Longer words are cut at a cluster, so that no text can make one call or one cache entry huge.
  private static let longestWord = 256

  private let words = ScratchBuffer<CutWord>(capacity: 256)
  private let isVertical: Bool
  /// Most clusters of a word.
  private let longestUnit: Int

  init(options: RendererOptions) {
    isVertical = options.writing == .vertical
    longestUnit = options.alignment == .bigram ? 2 : Self.longestWord
  }

  func cut(_ item: ItemizedText) -> CutWords {
    words.restart()
    let text = item.text
    var start = 0
    var breakBefore = false
    while start < text.count {
      breakBefore = breakBefore || item.breaks.before[start]
      var end = item.clusters.end(after: start, limit: min(text.count, start + Self.longestWord))
      let kind: CutWord.Kind
      if text.has(start, CharacterProperties.isHardBreak) {
        kind = .newline
      } else if text.has(start, CharacterProperties.isControl), text.scalars[start] != 0x09 {
        start = end
        continue
      } else if text.has(start, CharacterProperties.isSpace), end == start + 1 {
        kind = text.scalars[start] == 0x09 ? .tab : .space
      } else {
        kind = .text
        end = wordEnd(item, start, firstEnd: end)
      }
      let posture = kind == .text || kind == .space ? posture(of: start, item) : .horizontal
      words.append(
        CutWord(
          start: Int32(start), end: Int32(end), level: item.directions.levels[start], kind: kind, posture: posture,
          breakBefore: breakBefore))
      start = end
      breakBefore = false
    }
    return CutWords(item: item, words: words.view)
  }

  /// End of the word that begins with the cluster from `start` to `firstEnd`.
  private func wordEnd(_ item: ItemizedText, _ start: Int, firstEnd: Int) -> Int {
    let text = item.text
    guard !text.has(start, CharacterProperties.standsAlone), !item.fonts.emoji[start] else { return firstEnd }
    let font = item.fonts[start]
    let script = item.scripts[start]
    let level = item.directions.levels[start]
    let stops =
      CharacterProperties.isSpace | CharacterProperties.isControl | CharacterProperties.isHardBreak
      | CharacterProperties.standsAlone
    var end = firstEnd
    var clusters = 1
    while end < text.count, end - start < Self.longestWord {
      if item.breaks.before[end] || item.fonts.emoji[end] { break }
      if item.fonts[end] != font || item.scripts[end] != script || item.directions.levels[end] != level { break }
      if text.has(end, stops) { break }
      if isVertical, text.has(end, CharacterProperties.isUpright) != text.has(start, CharacterProperties.isUpright) {
        break
      }
      if clusters >= longestUnit, item.clusters.isUnitStart(end) { break }
      clusters += 1
      let next = item.clusters.end(after: end, limit: min(text.count, start + Self.longestWord + 1))
      if next > start + Self.longestWord { break }
      end = next
    }
    return end
  }

  @inline(__always)
  private func posture(of start: Int, _ item: ItemizedText) -> WordContext.Posture {
    guard isVertical else { return .horizontal }
    return item.text.has(start, CharacterProperties.isUpright) || item.fonts.emoji[start] ? .upright : .sideways
  }
}
