import Files
import JSON
import Runtime

/// An index that is read: vectors where they lie in the mapped file, and a record for each.
///
/// What was whole when the file was opened stays readable while others add to it. Reading takes no lock.
public final class VectorIndex: Sendable {
  /// How much is checked before an index is used.
  public enum Verification: Sendable {
    /// Every byte.
    case everything
    /// Headers, counts and removals; damage of vectors and records goes unnoticed.
    case structure
  }

  /// One segment in the file.
  struct Segment: Sendable {
    let header: SegmentHeader
    let layout: SegmentLayout
    /// Byte of the first vector.
    let body: Int
    /// Names this segment and everything before it.
    let seal: UInt64
  }

  public let path: String
  /// Values of a vector.
  public let width: Int
  /// What the vectors depend on, in the words of whoever made them.
  public let model: JSONValue
  /// The vectors, by item.
  public let gallery: VectorGallery
  /// A sentence where the file ends in something unfinished, which is left out; nil where it is whole.
  public let unfinished: String?
  let file: FileBytes
  let segments: [Segment]
  /// Bytes that are whole.
  let wholeBytes: Int
  let headerSeal: UInt64

  /// Opens an index.
  ///
  /// - Parameter pool: threads that check; nil checks on this one.
  /// - Throws: `SearchError` that names the place where the file is damaged, `FileError` where it cannot be read.
  public init(path: String, verifying: Verification = .everything, pool: ThreadPool? = nil) throws {
    let file = try FileBytes(path: path)
    let (header, length, seal) = try file.withBytes { try IndexHeader.read($0, path: path) }
    let parts = try file.withBytes { bytes in
      try SegmentWalk(path: path, width: header.width).segments(of: bytes, from: length, after: seal)
    }
    if verifying == .everything {
      try SegmentCheck(file: file, width: header.width).check(parts.segments, pool: pool)
    }
    self.path = path
    self.file = file
    width = header.width
    model = header.model
    headerSeal = seal
    segments = parts.segments
    unfinished = parts.unfinished
    wholeBytes = parts.segments.last.map { $0.body + $0.layout.end } ?? length
    gallery = VectorGallery(
      width: header.width,
      pieces: parts.segments.filter { $0.header.items > 0 }.map {
        VectorGallery.Piece(file: file, offset: $0.body, first: $0.header.firstItem, count: $0.header.items)
      },
      removed: try Self.removed(parts.segments, in: file))
  }

  /// Items, removed ones among them.
  public var count: Int { gallery.count }
  /// Items that are found.
  public var liveCount: Int { gallery.liveCount }
  /// Bytes of the file when it was opened.
  public var byteCount: Int { file.count }
  public var segmentCount: Int { segments.count }
  /// Names the whole content: indexes of the same identity hold the same.
  public var identity: UInt64 { segments.last?.seal ?? headerSeal }

  /// Items up to the segment of this identity; nil where this index has none.
  func count(atIdentity identity: UInt64) -> Int? {
    segments.first { $0.seal == identity }.map { $0.header.firstItem + $0.header.items }
  }

  private static func removed(_ segments: [Segment], in file: FileBytes) throws -> RemovedVectors {
    var removed = RemovedVectors()
    try file.withBytes { bytes in
      for segment in segments {
        let known = segment.header.firstItem + segment.header.items
        for place in 0..<segment.header.removals {
          let number = bytes.number(at: segment.body + segment.layout.removals + 8 * place)
          guard let item = number.flatMap({ Int(exactly: $0) }), item < known else {
            throw SearchError(
              "\(file.name): segment \(segment.header.number) is damaged: it removes an item that was never there")
          }
          removed.insert(item)
        }
      }
    }
    return removed
  }
}

// Records.
extension VectorIndex {
  /// The record of an item.
  ///
  /// - Throws: `SearchError` for a number that is no item's, and where the record is damaged.
  public func record(_ item: Int) throws -> JSONValue {
    guard item >= 0, item < count, let segment = segment(of: item) else {
      throw SearchError("\(path): there is no item \(item); the index holds \(count)")
    }
    return try file.withBytes { bytes in
      guard let range = recordRange(item, in: segment, bytes),
        let text = bytes.part(at: range.lowerBound, count: range.count)
      else { throw SearchError("\(path): the record of item \(item) is damaged") }
      return try JSONValue(parsing: text, source: "\(path), item \(item)")
    }
  }

  /// Bytes of the file that an item's record takes.
  func recordRange(_ item: Int, in segment: Segment, _ bytes: UnsafeRawBufferPointer) -> Range<Int>? {
    let row = item - segment.header.firstItem
    guard let entry = entry(row, of: segment, bytes), let end = Int(exactly: entry.recordEnd) else { return nil }
    var start = 0
    if row > 0 {
      guard let before = self.entry(row - 1, of: segment, bytes), let place = Int(exactly: before.recordEnd) else {
        return nil
      }
      start = place
    }
    guard start <= end, end <= segment.header.recordBytes else { return nil }
    let base = segment.body + segment.layout.records
    return base + start..<base + end
  }

  func entry(_ row: Int, of segment: Segment, _ bytes: UnsafeRawBufferPointer) -> IndexEntry? {
    IndexEntry(bytes, at: segment.body + segment.layout.entries + row * IndexEntry.byteCount)
  }

  func segment(of item: Int) -> Segment? {
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      let header = segments[middle].header
      if header.firstItem + header.items <= item { low = middle + 1 } else { high = middle }
    }
    return low < segments.count ? segments[low] : nil
  }

  /// Calls `body` for every item that is not removed.
  func forEachEntry(_ body: (_ item: Int, _ entry: IndexEntry) -> Void) {
    file.withBytes { bytes in
      for segment in segments {
        for row in 0..<segment.header.items {
          let item = segment.header.firstItem + row
          guard !gallery.removed.contains(item), let entry = entry(row, of: segment, bytes) else { continue }
          body(item, entry)
        }
      }
    }
  }
}
