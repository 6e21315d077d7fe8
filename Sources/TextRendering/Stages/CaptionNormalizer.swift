import CICU

/// Stage 2: code points to normal form C, and the UTF-16 form that ICU reads.
///
/// Text is rewritten one stretch between normalization boundaries at a time, so that every code point knows the place it came
/// from: its own where it came through unchanged at the stretch's start or end, else that of the first one that was changed.
final class CaptionNormalizer {
  private let table: CharacterTable
  private let nfc: OpaquePointer?
  /// The normalized text in UTF-16.
  let utf16 = ScratchBuffer<UInt16>(capacity: 1024)
  private let source = ScratchBuffer<UInt32>(capacity: 64)
  private let origins = ScratchBuffer<Int32>(capacity: 64)
  private let normalized = ScratchBuffer<UInt16>(capacity: 64)

  init(table: CharacterTable) {
    self.table = table
    nfc = clippo_icu_nfc()
  }

  func normalize(_ text: WorkingText) {
    encode(text.scalars, text.count, hasPairs: text.allProperties & CharacterProperties.isSupplementary != 0)
    guard text.allProperties & CharacterProperties.needsNormalizer != 0,
      clippo_icu_is_normalized(nfc, utf16.start, Int32(utf16.count)) == 0
    else { return }
    rewrite(text)
    encode(text.scalars, text.count, hasPairs: text.allProperties & CharacterProperties.isSupplementary != 0)
  }

  private func encode(_ scalars: UnsafeMutablePointer<UInt32>, _ count: Int, hasPairs: Bool) {
    utf16.count = 0
    utf16.shrink(above: max(1 << 17, count))
    utf16.reserve(count * 2)
    let out = utf16.start
    var length = 0
    if hasPairs {
      for index in 0..<count {
        let scalar = scalars[index]
        if scalar > 0xFFFF {
          out[length] = UInt16(truncatingIfNeeded: 0xD7C0 + (scalar >> 10))
          out[length + 1] = UInt16(truncatingIfNeeded: 0xDC00 + (scalar & 0x3FF))
          length += 2
        } else {
          out[length] = UInt16(truncatingIfNeeded: scalar)
          length += 1
        }
      }
    } else {
      for index in 0..<count { out[index] = UInt16(truncatingIfNeeded: scalars[index]) }
      length = count
    }
    utf16.count = length
  }

  private func rewrite(_ text: WorkingText) {
    let count = text.count
    source.count = 0
    origins.count = 0
    for index in 0..<count {
      source.append(text.scalars[index])
      origins.append(text.sources[index])
    }
    let end = text.sources[count]
    let replacedBytes = text.replacedBytes
    // Normal form C is at most three times as long in code points (Unicode Standard Annex 15).
    text.reset(capacity: count * 3)
    text.replacedBytes = replacedBytes
    var written = 0
    var start = 0
    while start < count {
      var stop = start + 1
      while stop < count, clippo_icu_boundary_before(nfc, Int32(bitPattern: source[stop])) == 0 { stop += 1 }
      written = append(start..<stop, to: text, at: written)
      start = stop
    }
    text.sources[written] = end
    text.finish(count: written)
  }

  /// Writes the normal form of one stretch; what ICU cannot normalize stays as it is.
  private func append(_ stretch: Range<Int>, to text: WorkingText, at start: Int) -> Int {
    var written = start
    func put(_ scalar: UInt32) {
      let bits = table[scalar].bits
      text.scalars[written] = scalar
      text.sources[written] = origins[stretch.lowerBound]
      text.properties[written] = bits
      text.allProperties |= bits
      written += 1
    }
    if stretch.count == 1, !table[source[stretch.lowerBound]].has(CharacterProperties.needsNormalizer) {
      put(source[stretch.lowerBound])
      return written
    }
    encode(source.start + stretch.lowerBound, stretch.count, hasPairs: true)
    normalized.reserve(utf16.count * 3 + 16)
    let length = clippo_icu_normalize(
      nfc, utf16.start, Int32(utf16.count), normalized.start, Int32(normalized.capacity))
    guard length >= 0 else {
      for index in stretch { put(source[index]) }
      setOrigins(of: stretch, in: text, start..<written)
      return written
    }
    var index = 0
    while index < Int(length) {
      let unit = UInt32(normalized[index])
      if unit & 0xFC00 == 0xD800, index + 1 < Int(length) {
        put(0x10000 + (unit & 0x3FF) << 10 + UInt32(normalized[index + 1]) & 0x3FF)
        index += 2
      } else {
        put(unit)
        index += 1
      }
    }
    setOrigins(of: stretch, in: text, start..<written)
    return written
  }

  /// Gives the code points `range` of the text, which the stretch became, the places they came from.
  private func setOrigins(of stretch: Range<Int>, in text: WorkingText, _ range: Range<Int>) {
    let common = min(stretch.count, range.count)
    var head = 0
    while head < common, text.scalars[range.lowerBound + head] == source[stretch.lowerBound + head] { head += 1 }
    var tail = 0
    while tail < common - head, text.scalars[range.upperBound - 1 - tail] == source[stretch.upperBound - 1 - tail] {
      tail += 1
    }
    for index in range {
      let fromStart = min(index - range.lowerBound, head, stretch.count - 1)
      let fromEnd = range.upperBound - index
      let origin = fromEnd <= tail ? stretch.upperBound - fromEnd : stretch.lowerBound + fromStart
      text.sources[index] = origins[origin]
    }
  }
}
