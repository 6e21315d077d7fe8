import Files
import JSON
import Runtime

/// Adds to an index, or begins one. One at a time: whoever comes second is refused.
public final class VectorIndexWriter {
  public let path: String
  /// Values of a vector.
  public let width: Int
  /// What the index keeps of its model.
  public let model: JSONValue
  /// A sentence where a stopped writer had left something unfinished, which was cut off; nil where not.
  public let recovered: String?
  private let appender: IndexAppender
  private var known: [UInt64: Known] = [:]

  private struct Known {
    var item: Int
    var stamp: UInt64
    var source: UInt64
  }

  /// Opens an index for writing, or begins one where there is none.
  ///
  /// - Parameters:
  ///   - model: what the vectors depend on, kept in a new index.
  ///   - accept: is given what an old index keeps, and throws where vectors of this model do not belong to it.
  /// - Throws: `SearchError` where the file is damaged or of another width, `FileError` where another program writes it or the
  ///   system refuses.
  public init(
    path: String, width: Int, model: JSONValue, pool: ThreadPool? = nil, disk: Disk = Disk(),
    accept: (JSONValue) throws -> Void = { _ in }
  ) throws {
    guard width >= 1, width <= IndexHeader.widthLimit else {
      throw SearchError("\(path): vectors of width \(width) cannot be kept; 1 to \(IndexHeader.widthLimit) can")
    }
    let file = try LockedFile(path: path, creating: true, disk: disk)
    self.path = path
    self.width = width
    guard try file.size() > 0 else {
      self.model = model
      appender = try Self.begin(IndexHeader(width: width, model: model), in: file)
      try disk.synchronizeFolder(Disk.folder(of: path))
      recovered = nil
      return
    }
    let index = try VectorIndex(path: path, pool: pool)
    try accept(index.model)
    guard index.width == width else {
      throw SearchError("\(path): the index holds vectors of \(index.width) values, not \(width); name another file")
    }
    self.model = index.model
    appender = IndexAppender(file, after: index)
    recovered = index.unfinished
    index.forEachEntry { item, entry in
      known[entry.key] = Known(item: item, stamp: entry.stamp, source: entry.source)
    }
    try appender.cutUnfinished()
  }

  /// A header that could not be written leaves an empty file, which the next writer begins again.
  private static func begin(_ header: IndexHeader, in file: LockedFile) throws -> IndexAppender {
    do { return try IndexAppender(file, header: header) } catch {
      try? file.truncate(to: 0)
      throw error
    }
  }

  /// Items that are found.
  public var liveCount: Int { known.count }

  /// The stamp of the item of a key; nil where there is none.
  public func stamp(ofKey key: String) -> UInt64? { known[Checksum.of(key)]?.stamp }

  /// Adds items, each taking the place of an older one of its key, and takes items out, all in one segment.
  ///
  /// - Parameters:
  ///   - vectors: `[items.count, width]`, of unit length.
  ///   - removing: keys of items that are to be found no more; unknown ones do nothing.
  /// - Throws: with the index as it was, `SearchError` where a vector is not of unit length, `FileError` where the disk is full or
  ///   the system refuses.
  public func append(_ items: [IndexItem], vectors: [Float], removing: [String] = []) throws {
    try append(items, vectors: vectors, removingHashes: removing.map { Checksum.of($0) })
  }

  /// Takes out the items of a source whose keys are not among `keys`.
  ///
  /// - Returns: how many they were.
  public func removeItems(ofSource source: String, except keys: Set<UInt64>) throws -> Int {
    let source = Checksum.of(source)
    let gone = known.filter { $0.value.source == source && !keys.contains($0.key) }.map(\.key).sorted()
    if !gone.isEmpty { try append([], vectors: [], removingHashes: gone) }
    return gone.count
  }

  private func append(_ items: [IndexItem], vectors: [Float], removingHashes: [UInt64]) throws {
    guard vectors.count == items.count * width else {
      throw SearchError("\(path): \(items.count) items need \(items.count * width) values, not \(vectors.count)")
    }
    try VectorGallery.check(vectors, width: width)
    var changes: [UInt64: Known?] = [:]
    func current(_ key: UInt64) -> Known? { changes[key] ?? known[key] }
    var content = IndexAppender.Content()
    content.vectors = vectors.withUnsafeBytes { Array($0) }
    for key in removingHashes {
      if let old = current(key) { content.removals.append(old.item) }
      changes[key] = .some(nil)
    }
    for (place, item) in items.enumerated() {
      let key = Checksum.of(item.key)
      if let old = current(key) { content.removals.append(old.item) }
      content.records += Array(item.record.compactText.utf8) + [UInt8(ascii: "\n")]
      let source = Checksum.of(item.source)
      content.entries.append(
        IndexEntry(key: key, stamp: item.stamp, source: source, recordEnd: UInt64(content.records.count)))
      changes[key] = Known(item: appender.items + place, stamp: item.stamp, source: source)
    }
    guard !content.entries.isEmpty || !content.removals.isEmpty else { return }
    try appender.append(content)
    for (key, change) in changes { known[key] = change }
  }
}
