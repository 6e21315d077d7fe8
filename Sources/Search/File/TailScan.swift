import Files
@preconcurrency import Glibc

/// Looks for segments in what follows the last whole one. It reads instead of mapping, because a writer may cut the file off meanwhile,
/// and touching mapped bytes that are gone ends a program.
struct TailScan {
  let path: String

  /// Bytes read at once, a multiple of the alignment.
  private static let blockBytes = 1 << 16

  /// The place of the first header after `place`; nil where there is none, or where the file at the path is another one by now.
  ///
  /// - Parameters:
  ///   - known: bytes that the file has at `knownPlace`, by which it is told from another.
  func header(after place: Int, known: [UInt8], at knownPlace: Int) -> Int? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard bytes(descriptor, at: knownPlace, count: known.count) == known else { return nil }
    var start = place + IndexHeader.alignment
    while true {
      let block = bytes(descriptor, at: start, count: Self.blockBytes)
      let found = block.withUnsafeBytes { block in
        stride(from: 0, to: block.count, by: IndexHeader.alignment).first { offset in
          guard block.number(at: offset) == SegmentHeader.magic,
            let part = block.part(at: offset, count: block.count - offset)
          else { return false }
          return SegmentHeader.read(part) != nil
        }
      }
      if let found { return start + found }
      if block.count < Self.blockBytes { return nil }
      start += block.count
    }
  }

  /// As many bytes as there are.
  private func bytes(_ descriptor: Int32, at offset: Int, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, let base = buffer.baseAddress {
        let got = pread(descriptor, base + filled, count - filled, off_t(offset + filled))
        if got < 0, errno == EINTR { continue }
        if got <= 0 { return }
        filled += got
      }
    }
  }
}
