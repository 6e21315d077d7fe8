@preconcurrency import Glibc

/// Numbers as people read them, always with a decimal point and independent of the locale.
public enum NumberText {
  /// `3.14159` with 2 decimals is "3.14"; correctly rounded; "nan", "inf" and "-inf" for what is not finite.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    printed("%.*f", [Int32(decimals), value])
  }

  /// Four significant digits or so, whatever the size: "0.001", "3.2e-05", "12.5".
  public static func short(_ value: Double) -> String {
    printed("%.4g", [value])
  }

  /// `1234567` is "1,234,567".
  public static func thousands(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A number with what there are so many of: "1 image", "1,200 images".
  public static func counted(_ count: Int, _ one: String, _ several: String) -> String {
    "\(thousands(count)) \(count == 1 ? one : several)"
  }

  /// Bytes in powers of 1024: "512 B", "1.5 KiB", "2.0 GiB".
  public static func bytes(_ count: Int) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    var value = Double(count)
    var unit = 0
    while abs(value) >= 1023.95, unit + 1 < units.count {
      value /= 1024
      unit += 1
    }
    return unit == 0 ? "\(count) B" : "\(fixed(value, decimals: 1)) \(units[unit])"
  }

  /// "0:07", "9:59", "1:02:03"; "–" when not finite or negative.
  public static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "–" }
    let whole = Int(seconds.rounded())
    let minutes = padded(whole / 60 % 60, toWidth: whole >= 3600 ? 2 : 1)
    let clock = "\(minutes):\(padded(whole % 60, toWidth: 2))"
    return whole >= 3600 ? "\(whole / 3600):\(clock)" : clock
  }

  private static func padded(_ value: Int, toWidth width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func printed(_ format: String, _ arguments: [any CVarArg]) -> String {
    let length = withVaList(arguments) { vsnprintf(nil, 0, format, $0) }
    guard length > 0 else { return "" }
    return String(unsafeUninitializedCapacity: Int(length) + 1) { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        Int(withVaList(arguments) { vsnprintf(characters.baseAddress, characters.count, format, $0) })
      }
    }
  }
}
