/// The font that draws each code point; all of a grapheme cluster has one.
struct ChosenFonts {
  /// Numbers in the font stack.
  let numbers: ScratchView<UInt16>
  /// Whether a code point belongs to a cluster that is drawn as an emoji.
  let emoji: ScratchView<Bool>
  /// Code points that no font draws.
  let missing: ScratchView<Int32>

  @inline(__always)
  subscript(index: Int) -> UInt16 { numbers[index] }
}

/// Stage 8: a font for every grapheme cluster. A cluster is never split among fonts: the first font that draws all of it
/// wins; characters that no font draws are missing.
struct FontChooser {
  private let fonts: OpenFonts
  private let numbers = ScratchBuffer<UInt16>(capacity: 1024)
  private let emoji = ScratchBuffer<Bool>(capacity: 1024)
  private let missing = ScratchBuffer<Int32>(capacity: 16)

  init(fonts: OpenFonts) {
    self.fonts = fonts
  }

  /// Throws where a font is broken or none is installed.
  func choose(for clusters: GraphemeClusters, in scripts: Scripts, _ language: LanguageFonts) throws -> ChosenFonts {
    let text = clusters.text
    restart(room: text.count)
    let numbers = numbers.start
    var start = 0
    while start < text.count {
      let end = clusters.end(after: start, limit: text.count)
      if end - start == 1, !text.has(start, CharacterProperties.isEmoji) {
        let font = try language.font(for: text.scalars[start], script: scripts[start])
        numbers[start] = font
        if font == LanguageFonts.none {
          numbers[start] = try settleMissing(text, start..<end, scripts[start], language)
        }
      } else {
        try choose(for: start..<end, of: text, script: scripts[start], language)
      }
      start = end
    }
    return ChosenFonts(numbers: self.numbers.view, emoji: emoji.view, missing: missing.view)
  }

  /// Never inlined, so that no throwing function ends in a fill (see `BidiResolver.setLevels`).
  @inline(never)
  private func restart(room: Int) {
    numbers.restart(room: room)
    numbers.count = room
    emoji.restart(room: room)
    emoji.start.update(repeating: false, count: room)
    emoji.count = room
    missing.restart()
  }

  /// Any cluster.
  private func choose(
    for cluster: Range<Int>, of text: NormalizedText, script: UInt8, _ language: LanguageFonts
  ) throws {
    let image = isEmoji(text, cluster) ? try emojiFont(for: text.scalars[cluster.lowerBound]) : nil
    let font = try image ?? self.font(for: cluster, of: text, script: script, language)
    for index in cluster { numbers[index] = font }
    guard image != nil else { return }
    for index in cluster { emoji[index] = true }
  }

  private func font(
    for cluster: Range<Int>, of text: NormalizedText, script: UInt8, _ language: LanguageFonts
  ) throws -> UInt16 {
    let base = try language.font(for: text.scalars[cluster.lowerBound], script: script)
    if base != LanguageFonts.none, try draws(base, all: text, cluster, script, language) { return base }
    for font in language.candidates(for: script) where try covers(font, text, cluster) { return font }
    return try settleMissing(text, cluster, script, language)
  }

  /// Quick form of `covers`: every character's own choice is the same font.
  private func draws(
    _ font: UInt16, all text: NormalizedText, _ cluster: Range<Int>, _ script: UInt8, _ language: LanguageFonts
  ) throws -> Bool {
    for index in cluster.dropFirst() where !text.has(index, CharacterProperties.isIgnorable) {
      if try language.font(for: text.scalars[index], script: script) != font { return false }
    }
    return true
  }

  private func covers(_ font: UInt16, _ text: NormalizedText, _ cluster: Range<Int>) throws -> Bool {
    let face = try fonts.face(Int(font))
    for index in cluster where !text.has(index, CharacterProperties.isIgnorable) {
      if text.has(index, CharacterProperties.isUnassigned) || !face.covers(text.scalars[index]) { return false }
    }
    return true
  }

  /// No font draws the whole cluster: the one that draws its base is used, and the rest is missing. Characters that show
  /// nothing anyway are never missing.
  private func settleMissing(
    _ text: NormalizedText, _ cluster: Range<Int>, _ script: UInt8, _ language: LanguageFonts
  ) throws -> UInt16 {
    let base = try language.font(for: text.scalars[cluster.lowerBound], script: script)
    guard let font = base == LanguageFonts.none ? language.candidates(for: script).first : base else {
      throw RenderingError("The font stack names no installed font for \(ScriptCode(value: script).iso) text.")
    }
    let blank = CharacterProperties.isIgnorable | CharacterProperties.isControl | CharacterProperties.isSpace
    for index in cluster {
      if text.has(index, CharacterProperties.isUnassigned) {
        missing.append(Int32(index))
      } else if !text.has(index, blank | CharacterProperties.isHardBreak),
        try !fonts.face(Int(font)).covers(text.scalars[index])
      {
        missing.append(Int32(index))
      }
    }
    return font
  }

  private func emojiFont(for scalar: UInt32) throws -> UInt16? {
    guard let index = fonts.stack.emoji, fonts.stack.fonts[index].path != nil else { return nil }
    return try fonts.face(index).covers(scalar) ? UInt16(index) : nil
  }

  private static let textSelector: UInt32 = 0xFE0E
  private static let emojiSelector: UInt32 = 0xFE0F
  private static let joiner: UInt32 = 0x200D

  /// Whether a cluster is drawn as an emoji (UTS #51): by its characters' properties and selectors, never by what a font has.
  private func isEmoji(_ text: NormalizedText, _ cluster: Range<Int>) -> Bool {
    let start = cluster.lowerBound
    guard text.has(start, CharacterProperties.isEmoji) else { return false }
    guard cluster.count > 1 else { return text.has(start, CharacterProperties.isEmojiPresentation) }
    switch text.scalars[start + 1] {
    case Self.textSelector: return false
    case Self.emojiSelector: return true
    default: break
    }
    if text.has(start, CharacterProperties.isEmojiPresentation) { return true }
    // A skin tone, or a joined sequence written without its selectors ("minimally qualified").
    if text.has(start + 1, CharacterProperties.isEmojiModifier) { return true }
    return text.scalars[start + 1] == Self.joiner && cluster.count > 2
      && text.has(start + 2, CharacterProperties.isEmoji)
  }
}
