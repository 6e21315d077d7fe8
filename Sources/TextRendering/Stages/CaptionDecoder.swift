import CICU

/// A caption as code points, as they came.
struct DecodedText {
  let scalars: ScratchView<UInt32>
  /// UTF-8 offset in the caption where a code point came from, and behind the last one the caption's end.
  let sources: ScratchView<Int32>
  /// Bits of `CharacterProperties`.
  let properties: ScratchView<UInt64>
  /// Union of the property bits of all code points.
  let allProperties: UInt64
  let replacedBytes: Int

  var count: Int { scalars.count }
}

/// Stage 1: UTF-8 bytes to code points with their properties; bytes that are not UTF-8 become U+FFFD and are counted
/// (one for every maximal subpart, as Unicode recommends in chapter 3.9).
struct CaptionDecoder {
  private let table: CharacterTable
  private let lowercase: Bool
  private let scalars = ScratchBuffer<UInt32>(capacity: 1024)
  private let sources = ScratchBuffer<Int32>(capacity: 1024)
  private let properties = ScratchBuffer<UInt64>(capacity: 1024)

  /// With `lowercase` code points take Unicode's simple lower-case mapping, one to one.
  init(table: CharacterTable, lowercase: Bool) {
    self.table = table
    self.lowercase = lowercase
  }

  func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> DecodedText {
    sources.restart(room: bytes.count + 1)
    scalars.restart(room: bytes.count)
    properties.restart(room: bytes.count)
    var reader = Reader(bytes: bytes)
    var union: UInt64 = 0
    var count = 0
    let (scalars, sources, properties) = (scalars.start, sources.start, properties.start)
    while reader.position < bytes.count {
      sources[count] = Int32(truncatingIfNeeded: reader.position)
      var scalar = reader.next()
      if lowercase { scalar = lowered(scalar) }
      let bits = table[scalar].bits
      union |= bits
      scalars[count] = scalar
      properties[count] = bits
      count += 1
    }
    sources[count] = Int32(truncatingIfNeeded: bytes.count)
    return DecodedText(
      scalars: ScratchView(start: scalars, count: count), sources: ScratchView(start: sources, count: count + 1),
      properties: ScratchView(start: properties, count: count), allProperties: union, replacedBytes: reader.replaced)
  }

  private struct Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    var replaced = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    @inline(__always)
    mutating func next() -> UInt32 {
      let lead = UInt32(bytes[position])
      position += 1
      return lead < 0x80 ? lead : continueSequence(lead)
    }

    @inline(__always)
    private mutating func continueSequence(_ lead: UInt32) -> UInt32 {
      switch lead {
      case 0xC2...0xDF: return follow(lead & 0x1F, 1, 0x80, 0xBF)
      case 0xE0: return follow(0, 2, 0xA0, 0xBF)
      case 0xED: return follow(0xD, 2, 0x80, 0x9F)
      case 0xE1...0xEF: return follow(lead & 0xF, 2, 0x80, 0xBF)
      case 0xF0: return follow(0, 3, 0x90, 0xBF)
      case 0xF1...0xF3: return follow(lead & 7, 3, 0x80, 0xBF)
      case 0xF4: return follow(4, 3, 0x80, 0x8F)
      default:
        replaced += 1
        return 0xFFFD
      }
    }

    @inline(__always)
    private mutating func follow(_ lead: UInt32, _ length: Int, _ low: UInt8, _ high: UInt8) -> UInt32 {
      let start = position
      var scalar = lead
      for index in 0..<length {
        guard position < bytes.count, bytes[position] >= (index == 0 ? low : 0x80),
          bytes[position] <= (index == 0 ? high : 0xBF)
        else {
          replaced += 1 + position - start
          return 0xFFFD
        }
        scalar = scalar << 6 | UInt32(bytes[position] & 0x3F)
        position += 1
      }
      return scalar
    }
  }

  private func lowered(_ scalar: UInt32) -> UInt32 {
    UInt32(bitPattern: clippo_icu_lower(Int32(bitPattern: scalar)))
  }
}
