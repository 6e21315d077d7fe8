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
