import Files

/// Goes from segment to segment of a file and tells what is unfinished from what is damaged.
///
/// A writer writes a segment's body first and its header last, each handed to the disk before the next. So a stopped writer leaves a
/// header of zeros, or a file that ends within a segment; anything else that cannot be read is damage.
struct SegmentWalk {
  let path: String
  let width: Int

  func segments(
    of bytes: UnsafeRawBufferPointer, from start: Int, after seal: UInt64
  ) throws -> (segments: [VectorIndex.Segment], unfinished: String?) {
    var segments: [VectorIndex.Segment] = []
    var place = start
    var seal = seal
    var items = 0
    while place < bytes.count {
      guard let rest = bytes.part(at: place, count: bytes.count - place) else { break }
      guard rest.count >= SegmentHeader.byteCount, !isBlank(rest) else {
        let last = segments.last.map { $0.body - SegmentHeader.byteCount } ?? 0
        try requireNothingAfter(place, in: bytes, last: last)
        return (segments, unfinished(rest.count, at: place))
      }
      guard let (header, ownSeal) = SegmentHeader.read(rest), header.number == segments.count,
        header.firstItem == items,
        header.previous == seal, header.layout(width: width).end == header.bodyBytes
      else { throw damage(at: place, number: segments.count, items: items) }
      let layout = header.layout(width: width)
      guard layout.end <= rest.count - SegmentHeader.byteCount else {
        return (segments, unfinished(rest.count, at: place, items: header.items))
      }
      segments.append(
        VectorIndex.Segment(header: header, layout: layout, body: place + SegmentHeader.byteCount, seal: ownSeal))
      place += SegmentHeader.byteCount + layout.end
      items += header.items
      seal = ownSeal
    }
    return (segments, nil)
  }

  private func isBlank(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.prefix(SegmentHeader.byteCount).allSatisfy { $0 == 0 }
  }

  /// A header of zeros with a whole segment behind it is no unfinished end but a hole.
  ///
  /// - Parameter last: where the last whole header begins, the file's or a segment's.
  private func requireNothingAfter(_ place: Int, in bytes: UnsafeRawBufferPointer, last: Int) throws {
    let known = bytes.part(at: last, count: min(SegmentHeader.byteCount, bytes.count - last)).map { Array($0) } ?? []
    guard let later = TailScan(path: path).header(after: place, known: known, at: last) else { return }
    throw SearchError(
      "\(path): bytes \(place) to \(later) are zeros where a segment should stand; take the file from a backup, or make it anew"
    )
  }

  private func unfinished(_ count: Int, at place: Int, items: Int? = nil) -> String {
    let what = items.map { "\($0) items" } ?? "\(count) bytes"
    return
      "\(path): \(what) at its end (from byte \(place)) are not finished: they are being written, or their writer was stopped; "
      + "they are left out, and indexing again puts them right"
  }

  private func damage(at place: Int, number: Int, items: Int) -> SearchError {
    SearchError(
      "\(path): the header of segment \(number), at byte \(place) after \(items) items, is damaged; take the file from a backup, or make it anew"
    )
  }
}
