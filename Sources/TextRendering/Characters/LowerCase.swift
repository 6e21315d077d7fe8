import CICU

/// Unicode's simple lower-case mapping: one code point to one code point.
enum LowerCase {
  static func simple(_ scalar: UInt32) -> UInt32 {
    UInt32(bitPattern: clippo_icu_lower(Int32(bitPattern: scalar)))
  }
}
