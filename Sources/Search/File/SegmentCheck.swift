import Files
import Runtime
import Synchronization

/// Compares checksums of segments with their content, segments side by side.
struct SegmentCheck: Sendable {
  let file: FileBytes
  let width: Int

  /// Throws the complaint about the first damaged segment.
  func check(_ segments: [VectorIndex.Segment], pool: ThreadPool?) throws {
    let next = Atomic(0)
    let firstDamaged = Atomic(segments.count)
    func work() {
      while true {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < segments.count else { return }
        if damage(of: segments[number]) != nil { _ = firstDamaged.min(number, ordering: .relaxed) }
      }
    }
    if let pool { pool.run { _, _ in work() } } else { work() }
    let damaged = firstDamaged.load(ordering: .relaxed)
    if damaged < segments.count, let complaint = damage(of: segments[damaged]) { throw complaint }
  }

  /// What is wrong with a segment; nil where nothing is.
  private func damage(of segment: VectorIndex.Segment) -> SearchError? {
    let header = segment.header
    let tables = segment.body + segment.layout.entries
    let (vectors, rest) = file.withBytes { bytes in
      (
        bytes.part(at: segment.body, count: segment.layout.entries).map(Checksum.of),
        bytes.part(at: tables, count: segment.layout.end - segment.layout.entries).map(Checksum.of)
      )
    }
    // Records are read one by one later; vectors are wanted soon.
    file.release(segment.body + segment.layout.entries..<segment.body + segment.layout.end)
    let what: String
    switch (vectors == header.vectorChecksum, rest == header.tableChecksum) {
    case (true, true): return nil
    case (false, true): what = "vectors"
    case (true, false): what = "records"
    case (false, false): what = "vectors and records"
    }
    return SearchError(
      "\(file.name): the \(what) of segment \(header.number) (items \(header.firstItem) to \(header.firstItem + header.items - 1), from byte \(segment.body)) are damaged; take the file from a backup, or make it anew"
    )
  }
}
