import CFriBidi
import CICU

/// A caption in paragraphs (UAX #9, rule P1).
struct Paragraphs {
  let text: NormalizedText
  /// Code points of every paragraph, its end included.
  let ranges: ScratchView<Range<Int>>
}

/// Stage 3: paragraphs end after every character of bidi class B; carriage return and line feed stay together.
struct ParagraphCutter {
  private let ranges = ScratchBuffer<Range<Int>>(capacity: 8)

  func cut(_ text: NormalizedText) -> Paragraphs {
    ranges.restart()
    var start = 0
    if text.allProperties & CharacterProperties.isParagraphEnd != 0 {
      for index in 0..<text.count where text.has(index, CharacterProperties.isParagraphEnd) {
        if text.scalars[index] == 0x0D, index + 1 < text.count, text.scalars[index + 1] == 0x0A { continue }
        ranges.append(start..<index + 1)
        start = index + 1
      }
    }
    if start < text.count { ranges.append(start..<text.count) }
    return Paragraphs(text: text, ranges: ranges.view)
  }
}

/// Which way every code point and every paragraph runs.
struct Directions {
  /// Embedding level of every code point: even ones run to the right, odd ones to the left.
  let levels: ScratchView<Int8>
  let paragraphs: ScratchView<Range<Int>>
  /// Level of every paragraph: 0 left to right, 1 right to left.
  let baseLevels: ScratchView<Int8>

  /// Level of the paragraph that a code point stands in.
  func baseLevel(at index: Int) -> Int8 {
    if paragraphs.count == 1 { return baseLevels[0] }
    var low = 0
    var high = paragraphs.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if paragraphs[middle].lowerBound <= index { low = middle } else { high = middle }
    }
    return paragraphs.count == 0 ? 0 : baseLevels[low]
  }
}

/// Stage 4: embedding levels of every code point (UAX #9), by FriBidi's algorithm on ICU's classes and brackets; what it gets
/// wrong is taken out of its hands (`IsolatingRuns`).
struct BidiResolver {
  private let base: Inspection.Base
  private let levels = ScratchBuffer<Int8>(capacity: 1024)
  private let baseLevels = ScratchBuffer<Int8>(capacity: 8)
  private let classes = ScratchBuffer<UInt32>()
  private let brackets = ScratchBuffer<UInt32>()
  private let runs = IsolatingRuns()

  init(base: Inspection.Base = .automatic) {
    self.base = base
  }

  /// Throws where memory runs out.
  func resolve(_ paragraphs: Paragraphs) throws -> Directions {
    let text = paragraphs.text
    levels.restart(room: text.count)
    levels.count = text.count
    baseLevels.restart()
    if text.allProperties & CharacterProperties.affectsBidi != 0 || base == .rightToLeft {
      for index in 0..<paragraphs.ranges.count { baseLevels.append(try resolve(text, paragraphs.ranges[index])) }
    } else {
      setLevels(0..<text.count, to: 0)
      for _ in 0..<paragraphs.ranges.count { baseLevels.append(0) }
    }
    return Directions(levels: levels.view, paragraphs: paragraphs.ranges, baseLevels: baseLevels.view)
  }

  /// Fills the levels of a paragraph and returns its own.
  private func resolve(_ text: NormalizedText, _ paragraph: Range<Int>) throws -> Int8 {
    var union: UInt64 = 0
    for index in paragraph { union |= text.properties[index] }
    guard union & CharacterProperties.affectsBidi != 0 || base == .rightToLeft else {
      setLevels(paragraph, to: 0)
      return 0
    }
    if runsFromRight(text, paragraph) {
      setLevels(paragraph, to: 1)
      return 1
    }
    let start = paragraph.lowerBound
    return try resolve(
      text.scalars.start + start, text.properties.start + start, paragraph.count, union: union,
      into: levels.start + start)
  }

  /// Fills the levels of one paragraph; `union` are the bits of all its properties. Returns its base level.
  func resolve(
    _ scalars: UnsafePointer<UInt32>, _ properties: UnsafePointer<UInt64>, _ count: Int, union: UInt64,
    into levels: UnsafeMutablePointer<Int8>
  ) throws -> Int8 {
    let hasBrackets = union & (CharacterProperties.opensBracket | CharacterProperties.closesBracket) != 0
    if union & CharacterProperties.isDirectionalControl != 0
      || hasBrackets && union & CharacterProperties.isDirectionlessMark != 0
    {
      return try runs.resolve(scalars, properties, count, base: base.rawValue, into: levels)
    }
    classes.restart(room: count)
    brackets.restart(room: count)
    for offset in 0..<count {
      let properties = CharacterProperties(bits: properties[offset])
      classes.start[offset] = Self.fribidiClass(properties)
      brackets.start[offset] = Self.bracket(scalars[offset], properties)
    }
    return try Self.runFriBidi(classes.start, brackets.start, count, base: base.rawValue, into: levels)
  }

  /// Gives a range one level.
  ///
  /// Never inlined: where a throwing function ends in a fill or a copy of memory, Swift 6.3's optimizer jumps to `memset` or
  /// `memcpy` without restoring the error register, and the caller sees an error that nobody threw
  /// (https://github.com/swiftlang/swift/issues/90477). `scripts/check-error-returns` looks for that in what was built.
  @inline(never)
  private func setLevels(_ range: Range<Int>, to level: Int8) {
    (levels.start + range.lowerBound).update(repeating: level, count: range.count)
  }

  /// ICU's numbers of R and AL.
  private static let rightToLeft: UInt32 = 1 << 1 | 1 << 13
  /// The same of classes that take the direction of what stands around them: ES, ET, CS, B, S, WS, ON, NSM and BN.
  private static let followers: UInt32 =
    1 << 3 | 1 << 4 | 1 << 6 | 1 << 7 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 17 | 1 << 18

  /// Whether all of a paragraph runs from the right, as most Arabic and Hebrew ones do, so that no algorithm is needed.
  private func runsFromRight(_ text: NormalizedText, _ range: Range<Int>) -> Bool {
    guard base != .leftToRight else { return false }
    var classes: UInt32 = 0
    for index in range { classes |= 1 << CharacterProperties(bits: text.properties[index]).bidiClass }
    return classes & ~(Self.rightToLeft | Self.followers) == 0
      && (base == .rightToLeft || classes & Self.rightToLeft != 0)
  }

  /// Runs FriBidi on prepared classes; `base` is 0, 1 or -1 for the first strong character. Returns the base level used.
  static func runFriBidi(
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
