import Files

/// Writes segments at the end of a file that it has locked. A segment is there whole or not at all.
final class IndexAppender {
  /// What a segment is made of.
  struct Content {
    /// Little-endian float32, `[items, width]`.
    var vectors: [UInt8] = []
    var entries: [IndexEntry] = []
    var removals: [Int] = []
    /// One JSON object a line.
    var records: [UInt8] = []
  }

  let file: LockedFile
  private let width: Int
  /// Where the next segment begins, in bytes.
  private var end: Int
  private var segments: Int
  private(set) var items: Int
  private var seal: UInt64

  /// Goes on at the end of an index.
  init(_ file: LockedFile, after index: VectorIndex) {
    self.file = file
    width = index.width
    end = index.wholeBytes
    segments = index.segments.count
    items = index.count
    seal = index.identity
  }

  /// Begins an index in an empty file.
  init(_ file: LockedFile, header: IndexHeader) throws {
    let bytes = header.bytes
    try bytes.withUnsafeBytes { try file.write($0, at: 0) }
    try file.synchronize()
    self.file = file
    width = header.width
    end = bytes.count
    segments = 0
    items = 0
    seal = bytes.withUnsafeBytes { $0.number(at: bytes.count - 8) ?? 0 }
  }

  /// Cuts off what a stopped writer left.
  func cutUnfinished() throws {
    if try file.size() > end { try file.truncate(to: end) }
  }

  /// Writes a segment, body first. Throws with the file as it was where the disk is full or the system refuses.
  func append(_ content: Content) throws {
    var header = SegmentHeader(
      number: segments, firstItem: items, items: content.entries.count, removals: content.removals.count,
      recordBytes: content.records.count, previous: seal)
    let layout = header.layout(width: width)
    guard content.vectors.count == content.entries.count * width * 4, header.items <= SegmentHeader.itemLimit else {
      throw SearchError(
        "\(file.path): \(content.entries.count) items do not fit \(content.vectors.count) bytes of vectors")
    }
    var vectors = content.vectors
    vectors.pad(to: IndexHeader.alignment)
    let tables = tables(content)
    header.vectorChecksum = Checksum.of(vectors)
    header.tableChecksum = Checksum.of(tables)
    header.bodyBytes = layout.end
    let headerBytes = header.bytes
    do {
      try write(vectors, at: end + SegmentHeader.byteCount)
      try write(tables, at: end + SegmentHeader.byteCount + layout.entries)
      try file.synchronize()
      try write(headerBytes, at: end)
      try file.synchronize()
    } catch {
      // What cannot be cut now is cut by the next writer.
      try? file.truncate(to: end)
      throw error
    }
    seal = headerBytes.withUnsafeBytes { $0.number(at: SegmentHeader.byteCount - 8) ?? 0 }
    end += SegmentHeader.byteCount + layout.end
    segments += 1
    items += header.items
  }

  private func tables(_ content: Content) -> [UInt8] {
    var tables: [UInt8] = []
    tables.reserveCapacity(content.entries.count * IndexEntry.byteCount + content.records.count + 256)
    for entry in content.entries { entry.append(to: &tables) }
    for item in content.removals { tables.append(number: UInt64(item)) }
    tables += content.records
    tables.pad(to: IndexHeader.alignment)
    return tables
  }

  private func write(_ bytes: [UInt8], at offset: Int) throws {
    try bytes.withUnsafeBytes { if !$0.isEmpty { try file.write($0, at: offset) } }
  }
}
