/// Stage 3: paragraphs, which end after every character of bidi class B; carriage return and line feed stay together.
enum ParagraphCutter {
  static func cut(_ text: WorkingText) {
    let paragraphs = text.paragraphs
    paragraphs.count = 0
    guard text.count > 0 else { return }
    guard text.allProperties & CharacterProperties.isParagraphEnd != 0 else {
      paragraphs.append(WorkingText.Paragraph(start: 0, end: text.count, baseLevel: 0))
      return
    }
    var start = 0
    for index in 0..<text.count where text.has(index, CharacterProperties.isParagraphEnd) {
      if text.scalars[index] == 0x0D, index + 1 < text.count, text.scalars[index + 1] == 0x0A { continue }
      paragraphs.append(WorkingText.Paragraph(start: start, end: index + 1, baseLevel: 0))
      start = index + 1
    }
    if start < text.count { paragraphs.append(WorkingText.Paragraph(start: start, end: text.count, baseLevel: 0)) }
  }
}
