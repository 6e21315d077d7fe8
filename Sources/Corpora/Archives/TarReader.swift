/// Lists the files and folders of a tar archive: V7, USTAR, GNU or PAX. Only headers are read, never the members' bytes.
///
/// Members that cannot be used (links, devices, sparse files, names that lead elsewhere, bytes beyond the archive's end)
/// are left out and stand in `skipped`. A damaged header ends the listing, because nothing says where the next one is.
public struct TarReader: Sendable {
  /// Bytes of a long name or of PAX records that are read at most.
  static let extensionLimit = 1 << 20

  public let file: OpenFile
  public private(set) var skipped = SkippedParts()
  /// True once the archive's end was read as it should be. Where it stays false after the last member, the archive may have
  /// been cut off, and `skipped` says so.
  public private(set) var isWhole = false

  private var window: FileWindow
  private var position = 0
  private var isFinished = false
  private var globals = PaxRecords()
  private var ahead = TarExtensions()

  public init(_ file: OpenFile) {
    self.file = file
    // A page of the disk costs as much as a header, and small members have their headers close together.
    window = FileWindow(file, chunk: 4_096)
  }

  /// The next file or folder, or nil after the last.
  ///
  /// Throws `CorpusError` with the byte of a damaged header, and where the system cannot read; nil follows.
  public mutating func next() throws -> TarMember? {
    while !isFinished {
      let start = position
      do {
        guard let header = try nextHeader() else { break }
        if let member = try accept(header, at: start) { return member }
      } catch {
        isFinished = true
        guard let damage = error as? TarDamage else { throw error }
        throw CorpusError(
          "\(file.path): the tar header at byte \(start) cannot be read: \(damage.problem); what follows it is lost")
      }
    }
    isFinished = true
    return nil
  }

  private mutating func nextHeader() throws -> TarHeader? {
    guard position < file.size else {
      reportDangling()
      leaveOut(
        at: position,
        "the archive ends here without the two empty blocks that should close it; it may have been cut off")
      return nil
    }
    let block = try block(at: position)
    guard TarHeader.isEnd(block) else { return try TarHeader(block) }
    try close()
    return nil
  }

  private mutating func block(at offset: Int) throws -> [UInt8] {
    guard file.size - offset >= TarHeader.blockSize else { throw TarDamage(problem: "the file ends inside it") }
    return try window.withBytes(from: offset, atLeast: TarHeader.blockSize) { Array($0.prefix(TarHeader.blockSize)) }
  }

  /// Two empty blocks should stand here, and nothing but more of them behind.
  private mutating func close() throws {
    reportDangling()
    let second = position + TarHeader.blockSize
    guard file.size - second >= TarHeader.blockSize, try TarHeader.isEnd(block(at: second)) else {
      leaveOut(
        at: position, "a single empty block stands here, where two should close the archive; the rest was not read")
      return
    }
    isWhole = true
    // Archives are padded to their tape's record, 10 KiB by default.
    let padding = try file.read(offset: second, count: min(1 << 16, file.size - second))
    if let place = padding.firstIndex(where: { $0 != 0 }) {
      leaveOut(at: second + place, "the archive is closed before this byte; what follows was not read")
    }
  }

  private mutating func reportDangling() {
    if ahead.isPending { leaveOut(at: position, "the long name or PAX header before this byte belongs to no member") }
  }

  /// Steps over a header and what belongs to it; a member comes out where it is one that can be used.
  private mutating func accept(_ header: TarHeader, at start: Int) throws -> TarMember? {
    position += TarHeader.blockSize
    switch header.kind {
    case .records, .globalRecords, .longName, .longLink:
      try takeExtension(header, at: start)
      return nil
    case .sparse(let mapGoesOn):
      if mapGoesOn { try skipSparseMap() }
    case .file, .folder, .refused: break
    }
    return member(header, at: start)
  }

  /// Steps over a member's bytes. Nil where it must be left out.
  private mutating func member(_ header: TarHeader, at start: Int) -> TarMember? {
    let about = ahead
    ahead = TarExtensions()
    let records = globals.overridden(by: about.records)
    let name = records.path.map { Array($0.utf8) } ?? about.longName ?? header.name
    let size = header.kind.hasBytes ? records.size ?? header.size : 0
    let offset = position
    let text = String(decoding: name, as: UTF8.self)
    let shown = MemberName.shown(text)
    guard step(over: size, named: shown, at: start) else { return nil }
    let sparse = records.isSparse ? TarHeader.Kind.sparseComplaint : nil
    if let complaint = about.complaint ?? header.kind.complaint ?? sparse ?? MemberName.complaint(name) {
      leaveOut(shown, at: start, "\(complaint); the member was left out")
      return nil
    }
    return TarMember(name: text, offset: offset, size: size, kind: header.kind == .file ? .file : .folder)
  }

  private mutating func takeExtension(_ header: TarHeader, at start: Int) throws {
    let offset = position
    guard step(over: header.size, named: "", at: start) else { return }
    guard header.size <= Self.extensionLimit else {
      ahead.complaint =
        "its long name or PAX records have \(header.size) bytes, where at most \(Self.extensionLimit) are read"
      return
    }
    let bytes = try file.read(offset: offset, count: header.size)
    do {
      if header.kind == .globalRecords {
        globals = globals.overridden(by: try PaxRecords(bytes))
      } else {
        try ahead.take(header.kind, bytes)
      }
    } catch {
      ahead.complaint = error.problem
    }
  }

  /// Old GNU sparse files carry the rest of their map between header and bytes, block by block.
  private mutating func skipSparseMap() throws {
    var goesOn = true
    while goesOn {
      goesOn = try block(at: position)[504] != 0
      position += TarHeader.blockSize
    }
  }

  /// Steps over a member's bytes and their padding; false, and the listing ends, where the archive has fewer.
  private mutating func step(over size: Int, named name: String, at start: Int) -> Bool {
    guard size <= file.size - position else {
      leaveOut(
        name, at: start,
        "its \(size) bytes reach beyond the archive's end at byte \(file.size); the archive may have been cut off")
      isFinished = true
      return false
    }
    let blocks = (size + TarHeader.blockSize - 1) / TarHeader.blockSize
    position += blocks * TarHeader.blockSize
    return true
  }

  private mutating func leaveOut(_ name: String = "", at offset: Int, _ reason: String) {
    let place = name.isEmpty ? "byte \(offset)" : "\(name) at byte \(offset)"
    skipped.add(Origin(file: file.path, place: .member(place)), reason)
  }
}
