import Files

/// What stands before a segment: how much follows, its checksums, and which segment it follows.
///
/// Sixteen little-endian numbers of 64 bits: `CLPSEGMT`, its number, the number of its first item, items, removals, bytes of records,
/// XXH64 of the vectors, XXH64 of what follows them, bytes that follow the header, the seal of what stands before, five zeros, and as
/// its own seal the XXH64 of the fifteen. Seals make a chain: one names everything before it.
///
/// After it stand the vectors, float32 `[items, width]`; for every item an `IndexEntry`; the numbers of items removed; and the records,
/// one JSON object a line. Vectors and the whole are filled with zeros to a multiple of 128 bytes.
struct SegmentHeader: Equatable {
  static let byteCount = 128
  static let magic: UInt64 = 0x544D_4745_5350_4C43
  /// Items of a segment at most.
  static let itemLimit = 1 << 24
  private static let recordLimit = 1 << 36

  var number = 0
  var firstItem = 0
  var items = 0
  var removals = 0
  var recordBytes = 0
  var vectorChecksum: UInt64 = 0
  var tableChecksum: UInt64 = 0
  var bodyBytes = 0
  /// Seal of the segment before, or of the file's header.
  var previous: UInt64 = 0

  /// The header's bytes; the last eight are its seal.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for value in [number, firstItem, items, removals, recordBytes] { bytes.append(number: UInt64(value)) }
    var all: [UInt8] = []
    all.append(number: Self.magic)
    all += bytes
    all.append(number: vectorChecksum)
    all.append(number: tableChecksum)
    all.append(number: UInt64(bodyBytes))
    all.append(number: previous)
    all += [UInt8](repeating: 0, count: Self.byteCount - 8 - all.count)
    all.append(number: Checksum.of(all))
    return all
  }

  /// Reads a header and its seal; `nil` where it is damaged or none.
  static func read(_ bytes: UnsafeRawBufferPointer) -> (header: SegmentHeader, seal: UInt64)? {
    guard let part = bytes.part(at: 0, count: byteCount), part.number(at: 0) == magic,
      let content = part.part(at: 0, count: byteCount - 8), let seal = part.number(at: byteCount - 8),
      Checksum.of(content) == seal
    else { return nil }
    let numbers = (0..<16).compactMap { part.number(at: 8 * $0) }.map { Int(exactly: $0) }
    guard let number = numbers[1], let firstItem = numbers[2], let items = numbers[3], let removals = numbers[4],
      let records = numbers[5], let body = numbers[8], items <= itemLimit, removals <= itemLimit * 16,
      records <= recordLimit, firstItem <= 1 << 40, let vectors = part.number(at: 48),
      let tables = part.number(at: 56), let previous = part.number(at: 72)
    else { return nil }
    return (
      SegmentHeader(
        number: number, firstItem: firstItem, items: items, removals: removals, recordBytes: records,
        vectorChecksum: vectors, tableChecksum: tables, bodyBytes: body, previous: previous), seal
    )
  }

  /// Where the parts of the body stand, in bytes after the header.
  func layout(width: Int) -> SegmentLayout {
    SegmentLayout(items: items, removals: removals, recordBytes: recordBytes, width: width)
  }
}

/// Where the parts of a segment stand, in bytes after its header.
struct SegmentLayout: Equatable {
  /// Where the entries begin, and the vectors with what fills them up end.
  let entries: Int
  let removals: Int
  let records: Int
  let end: Int

  /// Counts within the limits of `SegmentHeader`.
  init(items: Int, removals removed: Int, recordBytes: Int, width: Int) {
    func whole(_ bytes: Int) -> Int {
      (bytes + IndexHeader.alignment - 1) / IndexHeader.alignment * IndexHeader.alignment
    }
    entries = whole(items * width * 4)
    removals = entries + items * IndexEntry.byteCount
    records = removals + removed * 8
    end = whole(records + recordBytes)
  }
}
