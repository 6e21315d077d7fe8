import Console

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Numbers as people read them, the same in every locale.
enum ReadableNumber {
  /// `value` with `places` digits after the point: 74.25 with 1 gives `74.2`. What is not a number gives `–`.
  static func decimal(_ value: Double, places: Int) -> String {
    value.isNaN ? "–" : NumberText.fixed(value, decimals: places)
  }

  /// An integer with commas: `12,345`.
  static func grouped(_ value: Int) -> String { NumberText.thousands(value) }

  /// A place in a list, 1 for first: a whole number, or the mean of several where items score the same.
  static func place(_ place: Double) -> String {
    Int(exactly: place).map(grouped) ?? "\(decimal(place, places: 1)) on average"
  }

  /// Three significant digits, or powers of ten where plain digits would be long: `0.00125`, `3.2e-6`, `12,300`.
  ///
  /// - Parameter trimmed: leaves out zeros at the end of a fraction.
  static func significant(_ value: Double, trimmed: Bool = true) -> String {
    guard value.isFinite, value != 0 else { return decimal(value, places: 0) }
    var exponent = Int(log10(abs(value)).rounded(.down))
    if (-4...5).contains(exponent) {
      let text = decimal(value, places: max(0, 2 - exponent))
      return trimmed ? withoutTrailingZeros(text) : text
    }
    var mantissa = value / pow(10, Double(exponent))
    if abs(mantissa) >= 9.995 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    let text = decimal(mantissa, places: 2)
    return (trimmed ? withoutTrailingZeros(text) : text) + "e" + String(exponent)
  }

  /// A length of time: `45 s`, `9 min 58 s`, `2 h 5 min`.
  static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "–" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    let (large, small, units) =
      whole < 3600 ? (whole / 60, whole % 60, ("min", "s")) : (whole / 3600, whole % 3600 / 60, ("h", "min"))
    return small == 0 ? "\(large) \(units.0)" : "\(large) \(units.0) \(small) \(units.1)"
  }

  /// A count in short: `5.7 M`.
  static func count(_ count: Int) -> String {
    abs(count) < 10_000 ? grouped(count) : scaled(Double(count), units: ["", "k", "M", "G", "T"])
  }

  private static func scaled(_ value: Double, units: [String]) -> String {
    var (value, unit) = (value, 0)
    while abs(value) >= 999.5, unit + 1 < units.count { (value, unit) = (value / 1000, unit + 1) }
    let places = unit == 0 || abs(value) >= 99.5 ? 0 : 1
    return decimal(value, places: places) + (units[unit].isEmpty ? "" : " " + units[unit])
  }

  private static func withoutTrailingZeros(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var trimmed = text
    while trimmed.hasSuffix("0") { trimmed.removeLast() }
    if trimmed.hasSuffix(".") { trimmed.removeLast() }
    return trimmed
  }
}
