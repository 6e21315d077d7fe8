import CFriBidi
import CICU

/// Stage 4: embedding levels of every code point (UAX #9), by FriBidi's algorithm on ICU's classes and brackets; what it gets
/// wrong is taken out of its hands (`IsolatingRuns`).
final class BidiLevels {
  private let classes = ScratchBuffer<UInt32>()
  private let brackets = ScratchBuffer<UInt32>()
  private let runs = IsolatingRuns()
  private let base: Inspection.Base

  init(base: Inspection.Base = .automatic) {
    self.base = base
  }

  /// Fills `levels` and the paragraphs' base levels. Throws where memory runs out.
  func resolve(_ text: WorkingText) throws {
    guard text.allProperties & CharacterProperties.affectsBidi != 0 || base == .rightToLeft else {
      setLevels(of: text, 0..<text.count, to: 0)
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
      setLevels(of: text, paragraph.start..<paragraph.end, to: 0)
      return
    }
    if runsFromRight(text, paragraph.start..<paragraph.end) {
      setLevels(of: text, paragraph.start..<paragraph.end, to: 1)
      text.paragraphs[index].baseLevel = 1
      return
    }
    paragraph.baseLevel = try levels(
      text.scalars + paragraph.start, text.properties + paragraph.start, count, union: union,
      into: text.levels + paragraph.start)
    text.paragraphs[index] = paragraph
  }

  /// Fills the levels of one paragraph; `union` are the bits of all its properties. Returns its base level.
  func levels(
    _ scalars: UnsafePointer<UInt32>, _ properties: UnsafePointer<UInt64>, _ count: Int, union: UInt64,
    into levels: UnsafeMutablePointer<Int8>
  ) throws -> Int8 {
    let hasBrackets = union & (CharacterProperties.opensBracket | CharacterProperties.closesBracket) != 0
    if union & CharacterProperties.isDirectionalControl != 0
      || hasBrackets && union & CharacterProperties.isDirectionlessMark != 0
    {
      return try runs.resolve(scalars, properties, count, base: base.rawValue, into: levels)
    }
    classes.reserve(count)
    brackets.reserve(count)
    for offset in 0..<count {
      let properties = CharacterProperties(bits: properties[offset])
      classes.start[offset] = Self.fribidiClass(properties)
      brackets.start[offset] = Self.bracket(scalars[offset], properties)
    }
    return try Self.levels(classes.start, brackets.start, count, base: base.rawValue, into: levels)
  }

  /// Gives a range one level.
  ///
  /// Never inlined: where a throwing function ends in a fill or a copy of memory, Swift 6.3's optimizer jumps to `memset` or
  /// `memcpy` without restoring the error register, and the caller sees an error that nobody threw
  /// (https://github.com/swiftlang/swift/issues/90477). `scripts/check-error-returns` looks for that in what was built.
  @inline(never)
  private func setLevels(of text: WorkingText, _ range: Range<Int>, to level: Int8) {
    (text.levels + range.lowerBound).update(repeating: level, count: range.count)
  }

  /// ICU's numbers of R and AL.
  private static let rightToLeft: UInt32 = 1 << 1 | 1 << 13
  /// The same of classes that take the direction of what stands around them: ES, ET, CS, B, S, WS, ON, NSM and BN.
  private static let followers: UInt32 =
    1 << 3 | 1 << 4 | 1 << 6 | 1 << 7 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 17 | 1 << 18

  /// Whether all of a paragraph runs from the right, as most Arabic and Hebrew ones do, so that no algorithm is needed.
  private func runsFromRight(_ text: WorkingText, _ range: Range<Int>) -> Bool {
    guard base != .leftToRight else { return false }
    var classes: UInt32 = 0
    for position in range { classes |= 1 << CharacterProperties(bits: text.properties[position]).bidiClass }
    return classes & ~(Self.rightToLeft | Self.followers) == 0
      && (base == .rightToLeft || classes & Self.rightToLeft != 0)
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
