/// Stage 8: a font for every grapheme cluster. A cluster is never split among fonts: the first font that draws all of it
/// wins; characters that no font draws are marked missing.
final class FontItems {
  private let fonts: OpenFonts
  private let table: CharacterTable

  init(fonts: OpenFonts, table: CharacterTable) {
    self.fonts = fonts
    self.table = table
  }

  /// Fills `fonts` and the missing and emoji bits of `marks`.
  func choose(_ text: WorkingText, language: LanguageFonts) throws {
    let count = text.count
    var start = 0
    while start < count {
      let end = text.clusterEnd(after: start, limit: count)
      if end - start == 1, !text.has(start, CharacterProperties.isEmoji) {
        let font = try language.font(for: text.scalars[start], script: text.scripts[start])
        text.fonts[start] = font
        if font == LanguageFonts.none { try settleMissing(text, start, end, language) }
      } else {
        let font = try chooseForCluster(text, start, end, language)
        for index in start..<end { text.fonts[index] = font }
      }
      start = end
    }
  }

  private func chooseForCluster(
    _ text: WorkingText, _ start: Int, _ end: Int, _ language: LanguageFonts
  ) throws -> UInt16 {
    if EmojiPresentation.isImage(text, start, end), let emoji = try emojiFont(for: text, start, end) {
      for index in start..<end { text.marks[index] |= WorkingText.isEmoji }
      return emoji
    }
    let script = text.scripts[start]
    let base = try language.font(for: text.scalars[start], script: script)
    if base != LanguageFonts.none, try draws(base, all: text, from: start, to: end, language) { return base }
    for font in language.candidates(for: script) where try covers(font, text, start, end) { return font }
    try settleMissing(text, start, end, language)
    return text.fonts[start]
  }

  /// Quick form of `covers`: every character's own choice is the same font.
  private func draws(
    _ font: UInt16, all text: WorkingText, from start: Int, to end: Int, _ language: LanguageFonts
  ) throws -> Bool {
    for index in start + 1..<max(end, start + 1) where !text.has(index, CharacterProperties.isIgnorable) {
      if try language.font(for: text.scalars[index], script: text.scripts[start]) != font { return false }
    }
    return true
  }

  private func covers(_ font: UInt16, _ text: WorkingText, _ start: Int, _ end: Int) throws -> Bool {
    let face = try fonts.face(Int(font))
    for index in start..<end where !text.has(index, CharacterProperties.isIgnorable) {
      if text.has(index, CharacterProperties.isUnassigned) || !face.covers(text.scalars[index]) { return false }
    }
    return true
  }

  private func emojiFont(for text: WorkingText, _ start: Int, _ end: Int) throws -> UInt16? {
    guard let index = fonts.stack.emoji, fonts.stack.fonts[index].path != nil else { return nil }
    let font = UInt16(index)
    return try fonts.face(index).covers(text.scalars[start]) ? font : nil
  }

  /// No font draws the whole cluster: the one that draws its base is used, and the rest is missing. Characters that show
  /// nothing anyway are never missing.
  private func settleMissing(
    _ text: WorkingText, _ start: Int, _ end: Int, _ language: LanguageFonts
  ) throws {
    let script = text.scripts[start]
    let base = try language.font(for: text.scalars[start], script: script)
    guard let font = base == LanguageFonts.none ? language.candidates(for: script).first : base else {
      throw RenderingError("The font stack names no installed font for \(ScriptCode(value: script).iso) text.")
    }
    let blank = CharacterProperties.isIgnorable | CharacterProperties.isControl | CharacterProperties.isSpace
    for index in start..<end {
      text.fonts[index] = font
      if text.has(index, CharacterProperties.isUnassigned) {
        markMissing(text, index)
      } else if !text.has(index, blank | CharacterProperties.isHardBreak),
        try !fonts.face(Int(font)).covers(text.scalars[index])
      {
        markMissing(text, index)
      }
    }
  }

  private func markMissing(_ text: WorkingText, _ index: Int) {
    text.marks[index] |= WorkingText.isMissing
    text.hasMissing = true
  }
}
