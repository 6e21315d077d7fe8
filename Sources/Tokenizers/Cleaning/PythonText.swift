/// Text as Python's `str` counts and changes it, which the rules of Python's packages are written in.
enum PythonText {
  /// `str.isspace`: white space, and the four separators among the controls.
  static func isSpace(_ scalar: UInt32) -> Bool { CharacterClass.isSpace(scalar) || (0x1C...0x1F).contains(scalar) }

  /// `" ".join(text.split())`: one space between words, none around them.
  static func singleSpaced(_ scalars: Scalars) -> Scalars {
    Scalars(scalars.split(whereSeparator: isSpace).joined(separator: [0x20]))
  }

  /// `str.strip`.
  static func stripped(_ scalars: Scalars) -> Scalars {
    guard let first = scalars.firstIndex(where: { !isSpace($0) }), let last = scalars.lastIndex(where: { !isSpace($0) })
    else { return [] }
    return Scalars(scalars[first...last])
  }

  /// `str.lower`: the full mapping, and a sigma at a word's end has its own form (Unicode Standard, 3.13, Final_Sigma).
  static func lowercased(_ scalars: Scalars) -> Scalars {
    var result = Scalars()
    result.reserveCapacity(scalars.count)
    for (place, scalar) in scalars.enumerated() {
      switch scalar {
      case 0x41...0x5A: result.append(scalar + 32)
      case ..<0xC0: result.append(scalar)
      case 0x3A3: result.append(isFinalSigma(scalars, place) ? 0x3C2 : 0x3C3)
      default: append(properties(scalar)?.lowercaseMapping, of: scalar, to: &result)
      }
    }
    return result
  }

  /// `str.upper`.
  static func uppercased(_ scalars: Scalars) -> Scalars {
    var result = Scalars()
    for scalar in scalars { append(properties(scalar)?.uppercaseMapping, of: scalar, to: &result) }
    return result
  }

  private static func isFinalSigma(_ scalars: Scalars, _ place: Int) -> Bool {
    func isCased(_ scalar: UInt32?) -> Bool { scalar.flatMap(properties)?.isCased == true }
    func isIgnorable(_ scalar: UInt32) -> Bool { properties(scalar)?.isCaseIgnorable == true }
    return isCased(scalars[..<place].last { !isIgnorable($0) })
      && !isCased(scalars[(place + 1)...].first { !isIgnorable($0) })
  }

  private static func append(_ mapping: String?, of scalar: UInt32, to result: inout Scalars) {
    guard let mapping else { return result.append(scalar) }
    for mapped in mapping.unicodeScalars { result.append(mapped.value) }
  }

  private static func properties(_ scalar: UInt32) -> Unicode.Scalar.Properties? {
    Unicode.Scalar(scalar)?.properties
  }
}
