import CICU

/// Stage 6: the script of every code point. Common and inherited characters take the script around them (UAX #24): the one
/// before, at a paragraph's start the first one after; a closing bracket takes the script of its opening bracket.
final class ScriptItems {
  private static let depth = 64
  private let openBrackets = ScratchBuffer<(closing: UInt32, script: UInt8)>(capacity: depth)

  func resolve(_ text: WorkingText) {
    for index in 0..<text.paragraphs.count { resolve(text, text.paragraphs[index]) }
  }

  private func resolve(_ text: WorkingText, _ paragraph: WorkingText.Paragraph) {
    let common = ScriptCode.common.value
    let inherited = ScriptCode.inherited.value
    openBrackets.count = 0
    var current = common
    var firstReal = -1
    for index in paragraph.start..<paragraph.end {
      let bits = text.properties[index]
      let script = UInt8(truncatingIfNeeded: bits)
      if script > inherited {
        if firstReal < 0 {
          firstReal = index
          for depth in 0..<openBrackets.count { openBrackets[depth].script = script }
        }
        current = script
      } else if bits & (CharacterProperties.opensBracket | CharacterProperties.closesBracket) != 0 {
        current = bracket(text.scalars[index], CharacterProperties(bits: bits), current)
      }
      text.scripts[index] = current
    }
    guard firstReal > paragraph.start else { return }
    let leading = UInt8(truncatingIfNeeded: text.properties[firstReal])
    for index in paragraph.start..<firstReal { text.scripts[index] = leading }
  }

  /// The script of a bracket: an opening one keeps it for its partner.
  private func bracket(_ scalar: UInt32, _ properties: CharacterProperties, _ current: UInt8) -> UInt8 {
    if properties.has(CharacterProperties.opensBracket) {
      if openBrackets.count < Self.depth {
        let closing = UInt32(bitPattern: clippo_icu_paired_bracket(Int32(bitPattern: scalar)))
        openBrackets.append((closing, current))
      }
      return current
    }
    var depth = openBrackets.count - 1
    while depth >= 0, openBrackets[depth].closing != scalar { depth -= 1 }
    guard depth >= 0 else { return current }
    openBrackets.count = depth
    return openBrackets[depth].script
  }
}
