import Files

/// Writes a tar archive: USTAR with PAX records where a name or a size needs them, the same bytes for the same members.
///
/// Times and owners are zero.
public final class TarWriter {
  /// Bytes written so far, without the closing blocks; for deciding when a shard is full.
  public private(set) var byteCount = 0
  private let file: OutputFile

  private init(_ file: OutputFile) { self.file = file }

  /// Replaces the file at `path` by an archive of what `body` adds: written as `path.partial`, synchronized, renamed.
  ///
  /// Throws, with an old file untouched, what `body` throws, and `CorpusError` where the system refuses.
  public static func write(to path: String, _ body: (TarWriter) throws -> Void) throws {
    do {
      try AtomicFile.write(to: path) { file in
        let writer = TarWriter(file)
        try body(writer)
        try file.write([UInt8](repeating: 0, count: 2 * TarHeader.blockSize))
      }
    } catch let error as FileError {
      throw CorpusError(error.description)
    }
  }

  /// Adds a file.
  ///
  /// Throws `CorpusError` for names that are empty, absolute, end in a slash, or hold `..` or a zero byte.
  public func add(_ name: String, _ bytes: [UInt8]) throws {
    var rest: [UInt8]? = bytes
    try add(name, size: bytes.count) {
      defer { rest = nil }
      return rest
    }
  }

  /// Adds a file of `size` bytes that come in pieces, until `next` gives nil. Throws `CorpusError` where they are fewer or
  /// more, and for names as above; the archive is no good then.
  public func add(_ name: String, size: Int, _ next: () throws -> [UInt8]?) throws {
    let shown = "\(file.path)(\(MemberName.shown(name)))"
    let slash = name.utf8.last == UInt8(ascii: "/") ? "the name ends in a slash, as folders' names do" : nil
    if let complaint = MemberName.complaint(Array(name.utf8)) ?? slash {
      throw CorpusError("\(shown): \(complaint); choose another name")
    }
    guard size >= 0 else { throw CorpusError("\(shown): a member cannot have \(size) bytes") }
    try put(TarHeader.blocks(file: name, size: size))
    var written = 0
    while let piece = try next() {
      guard piece.count <= size - written else {
        throw CorpusError("\(shown): more bytes came than the \(size) that were announced")
      }
      try put(piece)
      written += piece.count
    }
    guard written == size else {
      throw CorpusError("\(shown): \(written) bytes came where \(size) were announced")
    }
    try put(TarHeader.padding(after: size))
  }

  private func put(_ bytes: [UInt8]) throws {
    try file.write(bytes)
    byteCount += bytes.count
  }
}
