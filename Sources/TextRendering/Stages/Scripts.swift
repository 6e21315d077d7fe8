import CICU

/// A Unicode script as ICU numbers it, 0…255.
struct ScriptCode: Hashable, Sendable {
  let value: UInt8

  static let common = ScriptCode(value: UInt8(USCRIPT_COMMON.rawValue))
  static let inherited = ScriptCode(value: UInt8(USCRIPT_INHERITED.rawValue))
  static let mongolian = ScriptCode(value: UInt8(USCRIPT_MONGOLIAN.rawValue))
  static let phagsPa = ScriptCode(value: UInt8(USCRIPT_PHAGS_PA.rawValue))
  static let latin = ScriptCode(value: UInt8(USCRIPT_LATIN.rawValue))

  init(value: UInt8) {
    self.value = value
  }

  /// From a four-letter ISO 15924 code such as `Latn`; nil where there is none.
  init?(iso: String) {
    guard iso.utf8.count == 4 else { return nil }
    let code = clippo_icu_script_code(iso)
    guard (0...255).contains(code) else { return nil }
    value = UInt8(code)
  }

  /// The four-letter ISO 15924 code.
  var iso: String {
    clippo_icu_script_name(Int32(value)).map { String(cString: $0) } ?? "Zzzz"
  }

  /// Scripts that use a code point (Unicode's Script_Extensions), at most 16.
  static func extensions(of scalar: UInt32) -> [ScriptCode] {
    withUnsafeTemporaryAllocation(of: UScriptCode.self, capacity: 16) { room in
      let count = clippo_icu_script_extensions(Int32(bitPattern: scalar), room.baseAddress, 16)
      return (0..<Int(count)).map { ScriptCode(value: UInt8(truncatingIfNeeded: room[$0].rawValue)) }
    }
  }
}

/// The script of every code point in its surroundings, as ICU numbers it.
struct Scripts {
  let values: ScratchView<UInt8>

  @inline(__always)
  subscript(index: Int) -> UInt8 { values[index] }

  /// Whether columns run from the left, as those of Mongolian and Phags-pa do: the first letter decides.
  var runFromLeft: Bool {
    let first = values.elements.first { $0 > ScriptCode.inherited.value }
    return first == ScriptCode.mongolian.value || first == ScriptCode.phagsPa.value
  }
}

/// Stage 6: common and inherited characters take the script around them (UAX #24): the one before, at a paragraph's start the
/// first one after; a closing bracket takes the script of its opening bracket.
struct ScriptResolver {
  private static let depth = 64
  private let scripts = ScratchBuffer<UInt8>(capacity: 1024)
  private let openBrackets = ScratchBuffer<(closing: UInt32, script: UInt8)>(capacity: depth)

  func resolve(_ paragraphs: Paragraphs) -> Scripts {
    scripts.restart(room: paragraphs.text.count)
    scripts.count = paragraphs.text.count
    for index in 0..<paragraphs.ranges.count { resolve(paragraphs.text, paragraphs.ranges[index]) }
    return Scripts(values: scripts.view)
  }

  private func resolve(_ text: NormalizedText, _ paragraph: Range<Int>) {
    let common = ScriptCode.common.value
    let inherited = ScriptCode.inherited.value
    openBrackets.count = 0
    var current = common
    var firstReal = -1
    for index in paragraph {
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
      scripts[index] = current
    }
    guard firstReal > paragraph.lowerBound else { return }
    let leading = UInt8(truncatingIfNeeded: text.properties[firstReal])
    for index in paragraph.lowerBound..<firstReal { scripts[index] = leading }
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
