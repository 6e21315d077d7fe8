import Files
import Runtime

/// Writes an index anew without the items that are found no more, and puts it in the old one's place at once.
public enum IndexCompaction {
  /// Items of a segment: few enough that segments are checked side by side.
  private static let segmentItems = 16_384

  /// What compacting changed.
  public struct Outcome: Sendable, Equatable {
    public let items: Int
    public let removed: Int
    public let bytesBefore: Int
    public let bytesAfter: Int
  }

  /// - Throws: with the old index in its place, `SearchError` where it is damaged, `FileError` where another program writes it, the
  ///   disk is full or the system refuses.
  public static func run(path: String, pool: ThreadPool? = nil, disk: Disk = Disk()) throws -> Outcome {
    let lock = try LockedFile(path: path, creating: false, disk: disk)
    let index = try VectorIndex(path: path, pool: pool)
    let partial = path + ".partial"
    do {
      try disk.remove(partial)
      let file = try LockedFile(path: partial, creating: true, disk: disk)
      let appender = try IndexAppender(file, header: IndexHeader(width: index.width, model: index.model))
      try copy(index, with: appender)
      let bytes = try file.size()
      try disk.rename(partial, to: path)
      try disk.synchronizeFolder(Disk.folder(of: path))
      return try withExtendedLifetime(lock) {
        Outcome(
          items: index.liveCount, removed: index.count - index.liveCount, bytesBefore: try lock.size(),
          bytesAfter: bytes)
      }
    } catch {
      try? disk.remove(partial)
      throw error
    }
  }

  private static func copy(_ index: VectorIndex, with appender: IndexAppender) throws {
    var content = IndexAppender.Content()
    for item in 0..<index.count where !index.gallery.removed.contains(item) {
      try add(item, of: index, to: &content)
      if content.entries.count == segmentItems {
        try appender.append(content)
        content = IndexAppender.Content()
      }
    }
    if !content.entries.isEmpty { try appender.append(content) }
  }

  private static func add(_ item: Int, of index: VectorIndex, to content: inout IndexAppender.Content) throws {
    guard let segment = index.segment(of: item) else { return }
    try index.file.withBytes { bytes in
      guard var entry = index.entry(item - segment.header.firstItem, of: segment, bytes),
        let record = index.recordRange(item, in: segment, bytes),
        let text = bytes.part(at: record.lowerBound, count: record.count)
      else { throw SearchError("\(index.path): the record of item \(item) is damaged") }
      let start = segment.body + (item - segment.header.firstItem) * index.width * 4
      if let vector = bytes.part(at: start, count: index.width * 4) { content.vectors += vector }
      content.records += text
      entry.recordEnd = UInt64(content.records.count)
      content.entries.append(entry)
    }
  }
}
