import CICU

/// Line breaks of plain text: letters, digits, ideographs, single spaces, commas and full stops, where the classes of two
/// neighbors decide (UAX #14, rules LB7, 9, 13, 18, 23, 25, 28, 29 and 31). It is most of all captions, and ICU's iterator
/// takes several times as long for the same answer.
enum PlainBreaks {
  enum Class: UInt64 {
    /// Anything else: the whole caption is left to ICU.
    case other
    /// Letters (AL, HL).
    case letter
    /// U+0020.
    case space
    /// Digits (NU).
    case digit
    /// Ideographs and Hangul syllables (ID, H2, H3).
    case ideograph
    /// Commas, full stops, colons (IS).
    case separator
    /// Combining marks (CM), which belong to the character before.
    case mark

    init(of scalar: UInt32) {
      let value = clippo_icu_property(Int32(bitPattern: scalar), Int32(UCHAR_LINE_BREAK.rawValue))
      switch ULineBreak(rawValue: UInt32(bitPattern: value)) {
      case U_LB_ALPHABETIC, U_LB_HEBREW_LETTER: self = .letter
      case U_LB_SPACE: self = .space
      case U_LB_NUMERIC: self = .digit
      case U_LB_IDEOGRAPHIC, U_LB_H2, U_LB_H3: self = .ideograph
      case U_LB_INFIX_NUMERIC: self = .separator
      case U_LB_COMBINING_MARK: self = .mark
      default: self = .other
      }
    }
  }

  /// Row: the class before, column: the class after; bit set where a line may break between them.
  private static let breaks: [UInt8] = {
    var rows = [UInt8](repeating: 0, count: 8)
    func bit(_ value: Class) -> UInt8 { 1 << UInt8(value.rawValue) }
    rows[Int(Class.space.rawValue)] = bit(.letter) | bit(.digit) | bit(.ideograph)
    rows[Int(Class.ideograph.rawValue)] = bit(.letter) | bit(.digit) | bit(.ideograph)
    for before in [Class.letter, .digit, .separator] { rows[Int(before.rawValue)] = bit(.ideograph) }
    return rows
  }()

  /// Sets the break bits of `marks` where the text is plain; false where it is not, and then nothing is changed.
  static func mark(_ text: WorkingText) -> Bool {
    guard text.count > 0, isPlain(text) else { return text.count == 0 }
    breaks.withUnsafeBufferPointer { breaks in
      var before = kind(text, 0)
      for index in 1..<max(1, text.count) {
        let after = kind(text, index)
        if after == Class.mark.rawValue { continue }
        if breaks[Int(before)] >> UInt8(after) & 1 != 0, text.isClusterStart(index) {
          text.marks[index] |= WorkingText.breakBefore
        }
        before = after
      }
    }
    return true
  }

  @inline(__always)
  private static func kind(_ text: WorkingText, _ index: Int) -> UInt64 {
    text.properties[index] >> CharacterProperties.plainBreakShift & 7
  }

  /// A mark without a character before it, and punctuation behind a space, follow rules beyond pairs.
  private static func isPlain(_ text: WorkingText) -> Bool {
    var before = Class.space.rawValue
    for index in 0..<text.count {
      let current = kind(text, index)
      if current == Class.other.rawValue { return false }
      if current >= Class.separator.rawValue, before == Class.space.rawValue { return false }
      before = current
    }
    return true
  }
}
