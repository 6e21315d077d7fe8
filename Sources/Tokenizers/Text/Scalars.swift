import CICU

/// Code points of a caption while it is cleaned and cut.
typealias Scalars = [UInt32]

/// What captions go through before they are cut into words.
enum UnicodeText {
  enum Form {
    case composed, decomposed
    /// Normal form KC.
    case compatible

    /// Below this every code point is its own normal form and combines with nothing (Unicode Standard Annex 15).
    var firstThatMayChange: UInt32 {
      switch self {
      case .composed: 0x300
      case .decomposed: 0xC0
      case .compatible: 0xA0
      }
    }

    fileprivate var normalizer: OpaquePointer? {
      switch self {
      case .composed: clippo_icu_nfc()
      case .decomposed: clippo_icu_nfd()
      case .compatible: clippo_icu_nfkc()
      }
    }

    /// UTF-16 code units that one becomes at most (Unicode Standard Annex 15).
    fileprivate var expansion: Int { self == .compatible ? 18 : 4 }
  }

  static func scalars(_ text: String) -> Scalars {
    var result = Scalars()
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars { result.append(scalar.value) }
    return result
  }

  static func text(_ scalars: Scalars) -> String {
    var text = String.UnicodeScalarView()
    for scalar in scalars { text.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
    return String(text)
  }

  /// Normal form KC of one code point by itself.
  static func compatible(_ scalar: UInt32) -> Scalars { normalized([scalar], .compatible) }

  /// Normal form C, D or KC; text that ICU cannot normalize, for want of memory, stays as it is.
  static func normalized(_ scalars: Scalars, _ form: Form) -> Scalars {
    let first = form.firstThatMayChange
    guard scalars.contains(where: { $0 >= first }) else { return scalars }
    let normalizer = form.normalizer
    let source = utf16(scalars)
    let isNormal = source.withUnsafeBufferPointer {
      clippo_icu_is_normalized(normalizer, $0.baseAddress, Int32($0.count)) != 0
    }
    if isNormal { return scalars }
    var isDone = false
    let units = [UInt16](unsafeUninitializedCapacity: source.count * form.expansion + 16) { out, count in
      let length = source.withUnsafeBufferPointer {
        clippo_icu_normalize(normalizer, $0.baseAddress, Int32($0.count), out.baseAddress, Int32(out.count))
      }
      isDone = length >= 0
      count = max(0, Int(length))
    }
    return isDone ? decoded(units) : scalars
  }

  /// The text as ICU takes it.
  static func utf16(_ scalars: some Collection<UInt32>) -> [UInt16] {
    var units: [UInt16] = []
    units.reserveCapacity(scalars.count + 8)
    for scalar in scalars {
      if scalar > 0xFFFF {
        units.append(UInt16(truncatingIfNeeded: 0xD7C0 + (scalar >> 10)))
        units.append(UInt16(truncatingIfNeeded: 0xDC00 + (scalar & 0x3FF)))
      } else {
        units.append(UInt16(truncatingIfNeeded: scalar))
      }
    }
    return units
  }

  private static func decoded(_ units: [UInt16]) -> Scalars {
    var scalars = Scalars()
    scalars.reserveCapacity(units.count)
    var index = 0
    while index < units.count {
      let unit = UInt32(units[index])
      index += 1
      if unit & 0xFC00 == 0xD800, index < units.count {
        scalars.append(0x10000 + (unit & 0x3FF) << 10 + UInt32(units[index]) & 0x3FF)
        index += 1
      } else {
        scalars.append(unit)
      }
    }
    return scalars
  }

  /// Lower case of each code point by itself, as in the `tokenizers` package: Σ becomes σ also at a word's end, İ an i
  /// and a dot above.
  static func lowered(_ scalars: Scalars) -> Scalars {
    var result = Scalars()
    result.reserveCapacity(scalars.count)
    for scalar in scalars {
      switch scalar {
      case 0x41...0x5A: result.append(scalar + 32)
      case ..<0xC0: result.append(scalar)
      case 0x130: result += [0x69, 0x307]
      default: result.append(UInt32(bitPattern: clippo_icu_lower(Int32(bitPattern: scalar))))
      }
    }
    return result
  }

  /// Appends the UTF-8 form of a code point.
  @inline(__always)
  static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    func trail(_ shift: UInt32) { bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> shift & 0x3F)) }
    switch scalar {
    case ..<0x80: bytes.append(UInt8(truncatingIfNeeded: scalar))
    case ..<0x800:
      bytes.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
      trail(0)
    case ..<0x10000:
      bytes.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
      trail(6)
      trail(0)
    default:
      bytes.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
      trail(12)
      trail(6)
      trail(0)
    }
  }
}
