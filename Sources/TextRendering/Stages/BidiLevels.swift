import CFriBidi
import CICU

/// Stage 4: embedding levels of every code point (UAX #9), by FriBidi's algorithm on ICU's classes and brackets.
final class BidiLevels {
  private let classes = ScratchBuffer<UInt32>()
  private let brackets = ScratchBuffer<UInt32>()
  private let base: Inspection.Base

  init(base: Inspection.Base = .automatic) {
    self.base = base
  }

  /// Fills `levels` and the paragraphs' base levels. Throws where memory runs out.
  func resolve(_ text: WorkingText) throws {
    guard text.allProperties & CharacterProperties.affectsBidi != 0 || base == .rightToLeft else {
      text.levels.update(repeating: 0, count: text.count)
      return
    }
    for index in 0..<text.paragraphs.count { try resolve(text, paragraph: index) }
  }

  private func resolve(_ text: WorkingText, paragraph index: Int) throws {
    var paragraph = text.paragraphs[index]
    let count = paragraph.end - paragraph.start
    var union: UInt64 = 0
    for position in paragraph.start..<paragraph.end { union |= text.properties[position] }
    guard union & CharacterProperties.affectsBidi != 0 || base == .rightToLeft else {
      (text.levels + paragraph.start).update(repeating: 0, count: count)
      return
    }
    classes.reserve(count)
    brackets.reserve(count)
    for offset in 0..<count {
      let properties = CharacterProperties(bits: text.properties[paragraph.start + offset])
      classes.start[offset] = Self.fribidiClass(properties)
      brackets.start[offset] = Self.bracket(text.scalars[paragraph.start + offset], properties)
    }
    paragraph.baseLevel = try Self.levels(
      classes.start, brackets.start, count, base: base.rawValue, into: text.levels + paragraph.start)
    text.paragraphs[index] = paragraph
  }

  /// Runs FriBidi on prepared classes; `base` is 0, 1 or -1 for the first strong character. Returns the base level used.
  static func levels(
    _ classes: UnsafePointer<UInt32>, _ brackets: UnsafePointer<UInt32>, _ count: Int, base: Int32,
    into levels: UnsafeMutablePointer<Int8>
  ) throws -> Int8 {
    var base = base
    guard clippo_fribidi_levels(levels, &base, classes, brackets, Int32(count)) != 0 else {
      throw RenderingError("FriBidi ran out of memory on a paragraph of \(count) characters.")
    }
    return Int8(base)
  }

  static func fribidiClass(_ properties: CharacterProperties) -> UInt32 { clippo_fribidi_class(properties.bidiClass) }

  /// FriBidi's bracket type: the opening bracket of the pair, with a bit where it opens; 0 for everything else.
  static func bracket(_ scalar: UInt32, _ properties: CharacterProperties) -> UInt32 {
    if properties.has(CharacterProperties.opensBracket) { return canonical(scalar) | clippo_fribidi_bracket_open }
    if properties.has(CharacterProperties.closesBracket) {
      return canonical(UInt32(bitPattern: clippo_icu_paired_bracket(Int32(bitPattern: scalar))))
    }
    return 0
  }

  /// The angle brackets exist twice and match each other (UAX #9, BD16).
  private static func canonical(_ scalar: UInt32) -> UInt32 { scalar == 0x2329 ? 0x3008 : scalar }
}
