import CICU

/// A caption in normal form C, which every later stage reads.
struct NormalizedText {
  let scalars: ScratchView<UInt32>
  /// UTF-8 offset in the caption where a code point came from, and behind the last one the caption's end.
  let sources: ScratchView<Int32>
  /// Bits of `CharacterProperties`.
  let properties: ScratchView<UInt64>
  /// Union of the property bits of all code points.
  let allProperties: UInt64
  /// Bytes of the caption that were not UTF-8.
  let replacedBytes: Int
  /// The same text in UTF-16, as ICU reads it.
  let utf16: ScratchView<UInt16>

  init(_ text: DecodedText, utf16: ScratchView<UInt16>) {
    (scalars, sources, properties) = (text.scalars, text.sources, text.properties)
    (allProperties, replacedBytes) = (text.allProperties, text.replacedBytes)
    self.utf16 = utf16
  }

  @inline(__always) var count: Int { scalars.count }

  @inline(__always)
  func has(_ index: Int, _ flags: UInt64) -> Bool { properties[index] & flags != 0 }

  /// UTF-8 offset in the caption behind what the code points before `index` came from, where the one at `index` came from the
  /// same place: normalization made several of one.
  func sourceEnd(around index: Int) -> Int32 {
    var end = index
    while end < count, sources[end] == sources[index] { end += 1 }
    return sources[end]
  }
}

/// Stage 2: code points to normal form C, and the UTF-16 form that ICU reads.
///
/// Text is rewritten one stretch between normalization boundaries at a time, so that every code point knows the place it came
/// from: its own where it came through unchanged at the stretch's start or end, else that of the first one that was changed.
struct CaptionNormalizer {
  private let table: CharacterTable
  private let nfc: OpaquePointer?
  private let utf16 = ScratchBuffer<UInt16>(capacity: 1024)
  /// What is rewritten; a text in normal form C already stays where it is.
  private let scalars = ScratchBuffer<UInt32>(capacity: 64)
  private let sources = ScratchBuffer<Int32>(capacity: 64)
  private let properties = ScratchBuffer<UInt64>(capacity: 64)
  /// One stretch, as ICU gives it.
  private let stretched = ScratchBuffer<UInt16>(capacity: 64)

  init(table: CharacterTable) {
    self.table = table
    nfc = clippo_icu_nfc()
  }

  func normalize(_ text: DecodedText) -> NormalizedText {
    encode(text.scalars.start, text.count, hasPairs: text.allProperties & CharacterProperties.isSupplementary != 0)
    guard text.allProperties & CharacterProperties.needsNormalizer != 0,
      clippo_icu_is_normalized(nfc, utf16.start, Int32(utf16.count)) == 0
    else { return NormalizedText(text, utf16: utf16.view) }
    let rewritten = rewrite(text)
    encode(scalars.start, scalars.count, hasPairs: rewritten.allProperties & CharacterProperties.isSupplementary != 0)
    return NormalizedText(rewritten, utf16: utf16.view)
  }

  private func encode(_ scalars: UnsafePointer<UInt32>, _ count: Int, hasPairs: Bool) {
    utf16.restart(room: count * 2)
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

  private func rewrite(_ text: DecodedText) -> DecodedText {
    let count = text.count
    scalars.restart(room: count)
    sources.restart(room: count + 1)
    properties.restart(room: count)
    var start = 0
    while start < count {
      var stop = start + 1
      while stop < count, clippo_icu_boundary_before(nfc, Int32(bitPattern: text.scalars[stop])) == 0 { stop += 1 }
      append(start..<stop, of: text)
      start = stop
    }
    sources.append(text.sources[count])
    return DecodedText(
      scalars: scalars.view, sources: sources.view, properties: properties.view,
      allProperties: properties.view.elements.reduce(0, |), replacedBytes: text.replacedBytes)
  }

  /// Appends the normal form of one stretch; what ICU cannot normalize stays as it is.
  private func append(_ stretch: Range<Int>, of text: DecodedText) {
    let written = scalars.count
    func put(_ scalar: UInt32) {
      scalars.append(scalar)
      sources.append(text.sources[stretch.lowerBound])
      properties.append(table[scalar].bits)
    }
    let first = text.scalars[stretch.lowerBound]
    if stretch.count == 1, !table[first].has(CharacterProperties.needsNormalizer) {
      put(first)
      return
    }
    encode(text.scalars.start + stretch.lowerBound, stretch.count, hasPairs: true)
    stretched.restart(room: utf16.count * 3 + 16)
    let length = clippo_icu_normalize(
      nfc, utf16.start, Int32(utf16.count), stretched.start, Int32(stretched.capacity))
    if length < 0 {
      for index in stretch { put(text.scalars[index]) }
    }
    var index = 0
    while index < Int(length) {
      let unit = UInt32(stretched[index])
      if unit & 0xFC00 == 0xD800, index + 1 < Int(length) {
        put(0x10000 + (unit & 0x3FF) << 10 + UInt32(stretched[index + 1]) & 0x3FF)
        index += 2
      } else {
        put(unit)
        index += 1
      }
    }
    setSources(written..<scalars.count, from: stretch, of: text)
  }

  /// Gives the code points `range`, which the stretch became, the places they came from.
  private func setSources(_ range: Range<Int>, from stretch: Range<Int>, of text: DecodedText) {
    let common = min(stretch.count, range.count)
    var head = 0
    while head < common, scalars[range.lowerBound + head] == text.scalars[stretch.lowerBound + head] { head += 1 }
    var tail = 0
    while tail < common - head, scalars[range.upperBound - 1 - tail] == text.scalars[stretch.upperBound - 1 - tail] {
      tail += 1
    }
    for index in range {
      let fromStart = min(index - range.lowerBound, head, stretch.count - 1)
      let fromEnd = range.upperBound - index
      let origin = fromEnd <= tail ? stretch.upperBound - fromEnd : stretch.lowerBound + fromStart
      sources[index] = text.sources[origin]
    }
  }
}
