import Console

/// Lists the files and folders of a tar archive: V7, USTAR, GNU or PAX. Only headers are read, never the members' bytes.
///
/// Members that cannot be used (links, devices, sparse files, names that lead elsewhere, bytes beyond the archive's end)
/// are skipped and stand in `skipped`. Behind a damaged header the next whole one is looked for.
public struct TarReader: Sendable {
  /// Bytes of a long name or of PAX records that are read at most.
  static let extensionLimit = 1 << 20

  public let file: OpenFile
  /// What `next` skipped: one record a member, one or more, as an estimate, a stretch of damage.
  public private(set) var skipped = SkippedRecords()
  /// True once the archive's end was read as it should be. Where it stays false after the last member, the archive may have
  /// been cut off, and `skipped` says so.
  public private(set) var isWhole = false

  private var window: FileWindow
  private var position = 0
  /// Where the archive begins that is being read, of several that were joined.
  private var archiveStart = 0
  private var isFinished = false
  private var globals = PaxRecords()
  private var ahead = TarExtensions()
  private var losses: [TarLoss] = []

  public init(_ file: OpenFile) {
    self.file = file
    // A page of the disk costs as much as a header, and small members have their headers close together.
    window = FileWindow(file, chunk: 4_096)
  }

  /// The next file or folder, or nil after the last. Throws `CorpusError` where the system cannot read; nil follows.
  public mutating func next() throws -> TarMember? {
    while let entry = try nextEntry() {
      switch entry {
      case .member(let member): return member
      case .lost(let loss): skipped.add(loss.problem(in: file.path))
      }
    }
    return nil
  }

  /// The next member, or what was lost before it, which is then not in `skipped`.
  mutating func nextEntry() throws -> TarEntry? {
    while losses.isEmpty, !isFinished {
      do {
        if let member = try step() { return .member(member) }
      } catch {
        isFinished = true
        throw error
      }
    }
    return losses.isEmpty ? nil : .lost(losses.removeFirst())
  }

  /// Reads one header. Nil where it gave no member, which may be in `losses`.
  private mutating func step() throws -> TarMember? {
    let start = position
    do {
      guard let header = try nextHeader() else { return nil }
      return try accept(header, at: start)
    } catch let damage as TarDamage {
      try recover(from: start, damage)
      return nil
    }
  }

  private mutating func nextHeader() throws -> TarHeader? {
    guard position < file.size else {
      reportDangling()
      let reason = "the archive ends here without the two empty blocks that should close it; it may have been cut off"
      lose(at: position, .stretch(bytes: 0), reason, isCut: true)
      isFinished = true
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

  /// Two empty blocks should stand here, and nothing but more of them behind: archives are padded to their tape's record, 10
  /// KiB by default. Where headers follow all the same, another archive was joined to this one, or bytes were overwritten.
  private mutating func close() throws {
    let search = TarHeaderSearch(file: file)
    guard let content = try search.firstNonzero(from: position) else {
      reportDangling()
      let empty = file.size - position
      isWhole = (2 * TarHeader.blockSize...Self.usualEnd).contains(empty)
      isFinished = true
      guard empty <= Self.usualEnd else {
        return lose(
          at: position, empty > Self.longestEnd ? .stretch(bytes: empty) : .nothing,
          "\(empty) bytes of zeros end the archive, more than tar writes by itself; a file that was given its size before it was "
            + "written whole looks like this", isCut: true)
      }
      let reason = "a single empty block stands here, where two should close the archive; it may have been cut off"
      if !isWhole { lose(at: position, .nothing, reason, isCut: true) }
      return
    }
    // Its member stood in what follows, and weighs with it.
    ahead = TarExtensions()
    guard let next = try search.scan(from: content, blocksFrom: position) else {
      isWhole = content - position >= 2 * TarHeader.blockSize
      isFinished = true
      // A header that was overwritten by zeros looks like this too.
      let end = try search.endOfContent(behind: content)
      return lose(
        at: content, .stretch(bytes: end - content),
        "the archive is closed before this byte; what follows is no member and was not read", isLast: true)
    }
    let isJoined = next == content && TarHeader.isEndOfArchive(position..<next, startingAt: archiveStart)
    defer { archiveStart = isJoined ? next : archiveStart }
    lose(
      at: position, isJoined ? .nothing : .stretch(bytes: next - position),
      "empty blocks stand here as at an archive's end, but members follow and are read; "
        + (isJoined ? "another archive may have been joined to this one" : "bytes of it may have been overwritten"))
    position = next
  }

  /// Bytes of zeros at an archive's end: two blocks, and what fills up a tape's record of 10 KiB.
  private static let usualEnd = 2 * TarHeader.blockSize + 10_240
  /// The same for the longest records in use, of 2,048 blocks; what is longer was not written by tar.
  private static let longestEnd = 2 * TarHeader.blockSize + 2_048 * TarHeader.blockSize

  private mutating func reportDangling() {
    guard ahead.isPending else { return }
    ahead = TarExtensions()
    lose(at: position, .member(name: ""), "the long name or PAX header before this byte belongs to no member")
  }

  /// Goes on at the next whole header behind one that cannot be read.
  private mutating func recover(from start: Int, _ damage: TarDamage) throws {
    ahead = TarExtensions()
    let what = "the tar header at byte \(start) cannot be read: \(damage.problem)"
    let search = TarHeaderSearch(file: file)
    guard var next = try search.next(behind: start) else {
      isFinished = true
      let isCut = file.size - start < TarHeader.blockSize
      let end = try search.endOfContent(behind: start)
      return lose(
        at: start, .stretch(bytes: end - start), "\(what); what follows it is lost", isCut: isCut, isLast: true)
    }
    // The name of the member behind may have stood in the damaged header; what its own has may be cut off.
    if try TarHeader.mayBeExtension(file.read(offset: start, count: TarHeader.blockSize)), next < file.size,
      let header = try? TarHeader(block(at: next)), header.kind.isMember
    {
      next += TarHeader.blockSize
      let size = header.kind.hasBytes ? min(header.size, file.size - next) : 0
      next = min(file.size, next + TarHeader.padded(size))
    }
    let bytes = NumberText.thousands(next - start)
    lose(at: start, .stretch(bytes: next - start), "\(what); the \(bytes) bytes up to the next whole header are lost")
    position = next
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

  /// Steps over a member's bytes. Nil where it must be skipped.
  private mutating func member(_ header: TarHeader, at start: Int) -> TarMember? {
    let about = ahead
    ahead = TarExtensions()
    let records = globals.overridden(by: about.records)
    let name = records.path.map { Array($0.utf8) } ?? about.longName ?? header.name
    let kind = header.kind(named: name, size: records.size ?? header.size)
    let size = kind.hasBytes ? records.size ?? header.size : 0
    let offset = position
    let text = String(decoding: name, as: UTF8.self)
    guard step(over: size, named: text, at: start) else { return nil }
    let sparse = records.isSparse ? TarHeader.Kind.sparseComplaint : nil
    if let complaint = about.complaint ?? kind.complaint ?? sparse ?? MemberName.complaint(name) {
      // Where the name itself is bad, it says nothing.
      lose(at: start, .member(name: text), "\(complaint); the member was skipped")
      return nil
    }
    return TarMember(name: text, offset: offset, size: size, kind: kind == .file ? .file : .folder)
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
      let reason =
        "its \(size) bytes reach beyond the archive's end at byte \(file.size); the archive may have been cut off"
      lose(at: start, .member(name: name), reason, isCut: true)
      isFinished = true
      return false
    }
    position += TarHeader.padded(size)
    return true
  }

  private mutating func lose(
    at offset: Int, _ extent: TarLoss.Extent, _ reason: String, isCut: Bool = false, isLast: Bool = false
  ) {
    losses.append(TarLoss(offset: offset, extent: extent, reason: reason, isCut: isCut, isLast: isLast || isCut))
  }
}
