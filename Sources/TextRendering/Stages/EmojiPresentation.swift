/// Whether a cluster is drawn as an image (UTS #51): by its characters' properties and selectors, never by what a font has.
enum EmojiPresentation {
  static let textSelector: UInt32 = 0xFE0E
  static let emojiSelector: UInt32 = 0xFE0F
  private static let joiner: UInt32 = 0x200D

  @inline(__always)
  static func isImage(_ text: WorkingText, _ start: Int, _ end: Int) -> Bool {
    guard text.has(start, CharacterProperties.isEmoji) else { return false }
    return decide(text, start, end)
  }

  private static func decide(_ text: WorkingText, _ start: Int, _ end: Int) -> Bool {
    guard end - start > 1 else { return text.has(start, CharacterProperties.isEmojiPresentation) }
    switch text.scalars[start + 1] {
    case textSelector: return false
    case emojiSelector: return true
    default: break
    }
    if text.has(start, CharacterProperties.isEmojiPresentation) { return true }
    // A skin tone, or a joined sequence written without its selectors ("minimally qualified").
    if text.has(start + 1, CharacterProperties.isEmojiModifier) { return true }
    return text.scalars[start + 1] == joiner && end - start > 2 && text.has(start + 2, CharacterProperties.isEmoji)
  }
}
