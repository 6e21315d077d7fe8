import Glibc

/// Looks for the next whole header behind damage.
///
/// It need not stand at a multiple of 512 bytes from the damage, because bytes may be missing or too many; a header of a
/// member that is an archive itself may be found too.
struct TarHeaderSearch {
  let file: OpenFile

  /// Bytes that are read at once.
  private static let chunk = 1 << 18
  /// Where USTAR and GNU have their magic.
  private static let magicOffset = 257
  private static let magic: [UInt8] = Array("ustar".utf8)

  /// The byte of the first whole header behind `start`, or nil where there is none.
  ///
  /// - Parameter start: the byte of a header that cannot be read. Where its size leads to a whole header, and those before
  ///   that do not, they belong to an archive inside the lost member and are passed over.
  func next(behind start: Int) throws -> Int? {
    guard let first = try scan(from: start + 1, blocksFrom: start) else { return nil }
    guard let place = try placeBySize(at: start), place > first else { return first }
    var position = first
    while position < place, let size = try Self.memberSize(block(at: position)), size <= file.size - position {
      position += TarHeader.blockSize + TarHeader.padded(size)
    }
    return position == place ? first : place
  }

  /// The byte of the first whole header from `first` on, or nil where there is none.
  ///
  /// - Parameter start: where a block would begin if no bytes were missing: V7's headers are looked for at blocks alone.
  func scan(from first: Int, blocksFrom start: Int) throws -> Int? {
    var position = first
    while file.size - position >= TarHeader.blockSize {
      let bytes = try file.read(offset: position, count: min(Self.chunk + TarHeader.blockSize, file.size - position))
      if let found = Self.first(in: bytes, alignment: (start - position) % TarHeader.blockSize) {
        return position + found
      }
      // Whatever begins in the last block may end in the next chunk.
      position += max(1, bytes.count - TarHeader.blockSize + 1)
    }
    return nil
  }

  /// The first byte from `start` on that is not zero, or nil.
  func firstNonzero(from start: Int) throws -> Int? {
    var position = start
    while position < file.size {
      let bytes = try file.read(offset: position, count: min(Self.chunk, file.size - position))
      if let place = bytes.firstIndex(where: { $0 != 0 }) { return position + place }
      position += bytes.count
    }
    return nil
  }

  /// The byte behind the last one that is not zero, behind `start`: archives are padded with zeros.
  func endOfContent(behind start: Int) throws -> Int {
    var end = file.size
    while end > start {
      let begin = max(start, end - Self.chunk)
      let bytes = try file.read(offset: begin, count: end - begin)
      if let place = bytes.lastIndex(where: { $0 != 0 }) { return begin + place + 1 }
      end = begin
    }
    return start
  }

  /// None where the file has fewer bytes.
  private func block(at start: Int) throws -> [UInt8] {
    guard file.size - start >= TarHeader.blockSize else { return [] }
    return try file.read(offset: start, count: TarHeader.blockSize)
  }

  /// The bytes that follow a header; nil where the block is none.
  private static func memberSize(_ block: [UInt8]) -> Int? {
    guard let header = try? TarHeader(block) else { return nil }
    return header.kind.hasBytes ? header.size : 0
  }

  /// The whole header to which the size of a damaged one leads.
  private func placeBySize(at start: Int) throws -> Int? {
    let block = try block(at: start)
    guard !block.isEmpty, let size = try? TarNumber.value(block[124..<136], what: "size"), size <= file.size - start
    else { return nil }
    let place = start + TarHeader.blockSize + TarHeader.padded(size)
    let following = try self.block(at: place)
    return !following.isEmpty && Self.isHeader(following[...]) ? place : nil
  }

  /// - Parameter alignment: where blocks would begin in the bytes if none were missing, modulo 512.
  private static func first(in bytes: [UInt8], alignment: Int) -> Int? {
    let last = bytes.count - TarHeader.blockSize
    let (plain, marked) = (firstPlain(in: bytes, last, alignment: alignment), firstMarked(in: bytes, last))
    return [plain, marked].compactMap { $0 }.min()
  }

  /// The first header with a magic, wherever it stands.
  private static func firstMarked(in bytes: [UInt8], _ last: Int) -> Int? {
    var from = magicOffset
    while from <= last + magicOffset, let place = firstMagic(in: bytes, from: from) {
      guard place - magicOffset <= last else { return nil }
      if isHeader(bytes[(place - magicOffset)..<(place - magicOffset + TarHeader.blockSize)]) {
        return place - magicOffset
      }
      from = place + 1
    }
    return nil
  }

  private static func firstMagic(in bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBytes { bytes in
      var from = start
      while from + magic.count <= bytes.count, let base = bytes.baseAddress,
        let found = memchr(base + from, Int32(magic[0]), bytes.count - from - magic.count + 1)
      {
        let place = UnsafeRawPointer(found) - base
        if bytes[place..<place + magic.count].elementsEqual(magic) { return place }
        from = place + 1
      }
      return nil
    }
  }

  /// The first header of V7, which has no magic, at a block.
  private static func firstPlain(in bytes: [UInt8], _ last: Int, alignment: Int) -> Int? {
    let first = (alignment + TarHeader.blockSize) % TarHeader.blockSize
    return stride(from: first, through: last, by: TarHeader.blockSize).first { place in
      isHeader(bytes[place..<place + TarHeader.blockSize])
    }
  }

  /// Whether a block is a header beyond doubt: its checksum, its kind and its name are right.
  private static func isHeader(_ block: ArraySlice<UInt8>) -> Bool {
    // Most blocks fail here, before anything is added up.
    let sum = block.dropFirst(148).prefix(6)
    guard sum.contains(where: { $0 != 0 && $0 != 0x20 }),
      sum.allSatisfy({ $0 == 0 || $0 == 0x20 || (0x30...0x37).contains($0) }),
      block.first != 0, let header = try? TarHeader(Array(block))
    else { return false }
    if case .refused(_, hasBytes: true) = header.kind { return false }
    return true
  }
}
