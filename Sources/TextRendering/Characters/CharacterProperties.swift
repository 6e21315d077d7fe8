import CICU

/// What the stages need to know about one code point, packed into 64 bits; the facts come from ICU.
struct CharacterProperties: Equatable {
  let bits: UInt64

  static let isIgnorable: UInt64 = 1 << 18
  static let isUnassigned: UInt64 = 1 << 19
  static let isEmoji: UInt64 = 1 << 20
  static let isEmojiPresentation: UInt64 = 1 << 21
  static let isEmojiModifier: UInt64 = 1 << 22
  static let isPictographic: UInt64 = 1 << 23
  static let isSpace: UInt64 = 1 << 24
  static let needsNormalizer: UInt64 = 1 << 25
  static let affectsBidi: UInt64 = 1 << 26
  static let isControl: UInt64 = 1 << 27
  static let isParagraphEnd: UInt64 = 1 << 28
  static let opensBracket: UInt64 = 1 << 29
  static let closesBracket: UInt64 = 1 << 30
  static let standsAlone: UInt64 = 1 << 31
  static let isMark: UInt64 = 1 << 32
  static let isSupplementary: UInt64 = 1 << 33
  static let isHardBreak: UInt64 = 1 << 34
  static let hasGraphemeRule: UInt64 = 1 << 35
  static let isSoftHyphen: UInt64 = 1 << 36
  /// Letters that join their neighbors, and what makes them join.
  static let joins: UInt64 = 1 << 37
  /// Marks that joining looks through.
  static let isTransparent: UInt64 = 1 << 38
  /// Ties the next consonant to the one before (combining class 9).
  static let isVirama: UInt64 = 1 << 40
  /// Stands upright in vertical lines.
  static let isUpright: UInt64 = 1 << 39
  /// Embeddings, overrides, isolates and what ends them (UAX #9, LRE to PDI).
  static let isDirectionalControl: UInt64 = 1 << 44
  /// Marks that take the direction of what stands before them (bidi class NSM).
  static let isDirectionlessMark: UInt64 = 1 << 45
  /// What leaves no ink, so that nothing is lost with it.
  static let isInvisible: UInt64 = isSpace | isControl | isIgnorable | isHardBreak

  /// Line break class where a pair of classes decides, `PlainBreakClass`, 3 bits from here.
  static let plainBreakShift: UInt64 = 41

  /// How a character joins conjuncts, `Conjunct`, 2 bits from here.
  static let conjunctShift: UInt64 = 46

  /// ICU's script code.
  @inline(__always) var script: UInt8 { UInt8(truncatingIfNeeded: bits) }
  /// ICU's `UCharDirection`.
  @inline(__always) var bidiClass: Int32 { Int32(truncatingIfNeeded: bits >> 8) & 31 }
  /// ICU's `UGraphemeClusterBreak`.
  @inline(__always) var graphemeClass: Int32 { Int32(truncatingIfNeeded: bits >> 13) & 31 }

  /// Part in a conjunct of consonants.
  @inline(__always) var conjunct: UInt64 { bits >> Self.conjunctShift & 3 }

  @inline(__always) func has(_ flags: UInt64) -> Bool { bits & flags != 0 }
}

extension CharacterProperties {
  /// Asks ICU about a code point, 0…0x10FFFF.
  init(of scalar: UInt32) {
    let c = Int32(bitPattern: scalar)
    let category = clippo_icu_general_category(c)
    let bidi = clippo_icu_bidi_class(c)
    let script = clippo_icu_script(c)
    let grapheme = clippo_icu_property(c, Int32(UCHAR_GRAPHEME_CLUSTER_BREAK.rawValue))
    var bits = UInt64(UInt8(truncatingIfNeeded: script)) | UInt64(bidi & 31) << 8 | UInt64(grapheme & 31) << 13
    func set(_ flag: UInt64, _ condition: Bool) { if condition { bits |= flag } }
    func holds(_ property: UProperty) -> Bool { clippo_icu_property(c, Int32(property.rawValue)) != 0 }

    set(Self.isIgnorable, holds(UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
    set(Self.isUnassigned, category == Int32(U_UNASSIGNED.rawValue) || category == Int32(U_SURROGATE.rawValue))
    set(Self.isEmoji, holds(UCHAR_EMOJI))
    set(Self.isEmojiPresentation, holds(UCHAR_EMOJI_PRESENTATION))
    set(Self.isEmojiModifier, holds(UCHAR_EMOJI_MODIFIER))
    set(Self.isPictographic, holds(UCHAR_EXTENDED_PICTOGRAPHIC))
    set(Self.isSpace, category == Int32(U_SPACE_SEPARATOR.rawValue) && scalar != 0x1680 || scalar == 0x09)
    set(
      Self.needsNormalizer,
      clippo_icu_combining_class(c) != 0 || clippo_icu_property(c, Int32(UCHAR_NFC_QUICK_CHECK.rawValue)) != 1)
    set(Self.affectsBidi, Self.bidiClassesThatMatter >> UInt32(bidi & 31) & 1 != 0)
    set(Self.isDirectionalControl, Self.directionalControls >> UInt32(bidi & 31) & 1 != 0)
    set(Self.isDirectionlessMark, bidi == Int32(U_DIR_NON_SPACING_MARK.rawValue))
    set(Self.isControl, category == Int32(U_CONTROL_CHAR.rawValue))
    set(Self.isParagraphEnd, bidi == Int32(U_BLOCK_SEPARATOR.rawValue))
    let bracket = clippo_icu_property(c, Int32(UCHAR_BIDI_PAIRED_BRACKET_TYPE.rawValue))
    set(Self.opensBracket, bracket == Int32(U_BPT_OPEN.rawValue))
    set(Self.closesBracket, bracket == Int32(U_BPT_CLOSE.rawValue))
    set(Self.standsAlone, Self.isShapedAlone(scalar, script: script))
    set(Self.isMark, (Int32(U_NON_SPACING_MARK.rawValue)...Int32(U_COMBINING_SPACING_MARK.rawValue)).contains(category))
    set(Self.isSupplementary, scalar > 0xFFFF)
    set(Self.isHardBreak, [0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029].contains(scalar))
    set(Self.isSoftHyphen, scalar == 0xAD)
    set(Self.hasGraphemeRule, grapheme != 0 || bits & Self.isPictographic != 0)
    set(Self.isVirama, clippo_icu_combining_class(c) == 9 && script != Int32(USCRIPT_TAMIL.rawValue))
    let joining = clippo_icu_property(c, Int32(UCHAR_JOINING_TYPE.rawValue))
    set(Self.joins, Self.joiningTypes >> UInt32(joining & 31) & 1 != 0)
    set(Self.isTransparent, joining == Int32(U_JT_TRANSPARENT.rawValue))
    set(
      Self.isUpright, clippo_icu_property(c, Int32(UCHAR_VERTICAL_ORIENTATION.rawValue)) != Int32(U_VO_ROTATED.rawValue)
    )
    bits |= PlainBreakClass(of: scalar).rawValue << Self.plainBreakShift
    bits |= Conjunct(of: scalar, script: script, grapheme: grapheme).rawValue << Self.conjunctShift
    self.bits = bits
  }

  /// A bit for each of ICU's numbers, all below 32.
  private static func mask<Value: RawRepresentable<UInt32>>(_ values: [Value]) -> UInt32 {
    values.reduce(0) { $0 | 1 << ($1.rawValue & 31) }
  }

  private static let joiningTypes = mask([U_JT_DUAL_JOINING, U_JT_LEFT_JOINING, U_JT_RIGHT_JOINING, U_JT_JOIN_CAUSING])

  /// Classes that can lift a character above level 0 in a left-to-right paragraph.
  private static let bidiClassesThatMatter = mask([
    U_RIGHT_TO_LEFT, U_RIGHT_TO_LEFT_ARABIC, U_ARABIC_NUMBER, U_LEFT_TO_RIGHT_EMBEDDING, U_LEFT_TO_RIGHT_OVERRIDE,
    U_RIGHT_TO_LEFT_EMBEDDING, U_RIGHT_TO_LEFT_OVERRIDE, U_FIRST_STRONG_ISOLATE, U_LEFT_TO_RIGHT_ISOLATE,
    U_RIGHT_TO_LEFT_ISOLATE,
  ])

  private static let directionalControls = mask([
    U_LEFT_TO_RIGHT_EMBEDDING, U_LEFT_TO_RIGHT_OVERRIDE, U_RIGHT_TO_LEFT_EMBEDDING, U_RIGHT_TO_LEFT_OVERRIDE,
    U_POP_DIRECTIONAL_FORMAT, U_FIRST_STRONG_ISOLATE, U_LEFT_TO_RIGHT_ISOLATE, U_RIGHT_TO_LEFT_ISOLATE,
    U_POP_DIRECTIONAL_ISOLATE,
  ])

  /// Ideographs, kana and their punctuation do not change with their neighbors: each is a word of its own for the cache.
  private static func isShapedAlone(_ scalar: UInt32, script: Int32) -> Bool {
    switch scalar {
    case 0x3001...0x3029, 0x3030...0x303F, 0xFF01...0xFF65: true
    default: script == Int32(USCRIPT_HAN.rawValue)
    }
  }
}

/// Properties of all code points, asked from ICU one block of 256 at a time and then kept.
final class CharacterTable {
  private static let blockCount = 0x1100
  private let blocks: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>?>

  init() {
    blocks = .allocate(capacity: Self.blockCount)
    blocks.initialize(repeating: nil, count: Self.blockCount)
  }

  deinit {
    for block in 0..<Self.blockCount { blocks[block]?.deallocate() }
    blocks.deallocate()
  }

  /// Properties of a code point, 0…0x10FFFF.
  @inline(__always)
  subscript(scalar: UInt32) -> CharacterProperties {
    let block = blocks[Int(scalar >> 8)] ?? fill(Int(scalar >> 8))
    return CharacterProperties(bits: block[Int(scalar & 255)])
  }

  @inline(never)
  private func fill(_ index: Int) -> UnsafeMutablePointer<UInt64> {
    let block = UnsafeMutablePointer<UInt64>.allocate(capacity: 256)
    for offset in 0..<256 {
      (block + offset).initialize(to: CharacterProperties(of: UInt32(index * 256 + offset)).bits)
    }
    blocks[index] = block
    return block
  }
}
