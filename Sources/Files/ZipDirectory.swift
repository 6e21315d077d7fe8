/// The table of contents of a zip file (PKWARE's APPNOTE 6.3, with the 64-bit extension): what `.npz` files are.
package struct ZipDirectory {
  package struct Member: Sendable {
    package var name: String
    package var isDeflated: Bool
    package var checksum: UInt32
    /// The stored (perhaps deflated) bytes in the file.
    package var range: Range<Int>
    /// Length after inflating.
    package var size: Int
  }

  package let members: [Member]

  private static let endLength = 22
  private static let entryLength = 46
  private static let localLength = 30
  /// Deflate cannot shrink further than 1 : 1032, so a claim beyond that is a lie and nothing is allocated for it.
  private static let largestRatio = 1032

  package init(_ bytes: UnsafeRawBufferPointer, name: String) throws {
    func complaint(_ what: String) -> FileError { FileError("\(name): \(what)") }
    let (count, start, length) = try Self.end(bytes, complaint)
    guard let table = bytes.part(at: start, count: length), count <= length / Self.entryLength else {
      throw complaint("the zip directory reaches outside the file; it is damaged or cut off")
    }
    var members: [Member] = []
    var names: Set<String> = []
    var place = 0
    for _ in 0..<count {
      guard let entry = ZipEntry(table, at: &place) else { throw complaint("the zip directory is damaged") }
      guard let text = String(validating: entry.name, as: UTF8.self), names.insert(text).inserted else {
        throw complaint("a member's name is no UTF-8 or stands there twice")
      }
      members.append(try Self.member(entry, name: text, bytes, end: start, complaint))
    }
    self.members = members
  }

  private typealias Complaint = (String) -> FileError

  /// Number of entries, and start and length of the table.
  private static func end(_ bytes: UnsafeRawBufferPointer, _ complaint: Complaint) throws -> (Int, Int, Int) {
    // The end record is followed by a comment of at most 65,535 bytes that reaches to the end of the file.
    let first = max(0, bytes.count - endLength - 0xFFFF)
    var place = bytes.count - endLength
    while place >= first {
      if bytes.number(UInt32.self, at: place) == 0x0605_4B50,
        let comment = bytes.number(UInt16.self, at: place + 20), place + endLength + Int(comment) == bytes.count
      {
        break
      }
      place -= 1
    }
    guard place >= first, place >= 0, let count = bytes.number(UInt16.self, at: place + 10),
      let length = bytes.number(UInt32.self, at: place + 12), let start = bytes.number(UInt32.self, at: place + 16)
    else { throw complaint("not a zip file, or cut off: its end record is missing") }
    if count == 0xFFFF || length == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
      return try wideEnd(bytes, before: place, complaint)
    }
    return (Int(count), Int(start), Int(length))
  }

  private static func wideEnd(
    _ bytes: UnsafeRawBufferPointer, before place: Int, _ complaint: Complaint
  ) throws -> (Int, Int, Int) {
    guard bytes.number(UInt32.self, at: place - 20) == 0x0706_4B50,
      let wide = bytes.number(UInt64.self, at: place - 12).flatMap({ Int(exactly: $0) }),
      bytes.part(at: wide, count: 56) != nil, bytes.number(UInt32.self, at: wide) == 0x0606_4B50,
      let count = bytes.number(UInt64.self, at: wide + 32).flatMap({ Int(exactly: $0) }),
      let length = bytes.number(UInt64.self, at: wide + 40).flatMap({ Int(exactly: $0) }),
      let start = bytes.number(UInt64.self, at: wide + 48).flatMap({ Int(exactly: $0) })
    else { throw complaint("the 64-bit end record of the zip file is damaged") }
    return (count, start, length)
  }

  private static func member(
    _ entry: ZipEntry, name: String, _ bytes: UnsafeRawBufferPointer, end: Int, _ complaint: Complaint
  ) throws -> Member {
    guard entry.flags & 1 == 0 else { throw complaint("member '\(name)' is encrypted, which is not read") }
    guard entry.method == 0 || entry.method == 8 else {
      throw complaint("member '\(name)' uses zip method \(entry.method); stored and deflated members are read")
    }
    guard let local = bytes.part(at: entry.localOffset, count: localLength),
      local.number(UInt32.self, at: 0) == 0x0403_4B50,
      let nameLength = local.number(UInt16.self, at: 26), let extraLength = local.number(UInt16.self, at: 28)
    else { throw complaint("the local header of member '\(name)' is missing or damaged") }
    let dataOffset = entry.localOffset + localLength + Int(nameLength) + Int(extraLength)
    guard dataOffset <= end, entry.storedSize <= end - dataOffset else {
      throw complaint("member '\(name)' reaches outside the file; it is damaged or cut off")
    }
    let sizeIsPossible =
      entry.method == 0
      ? entry.size == entry.storedSize : entry.size / largestRatio <= entry.storedSize
    guard sizeIsPossible else { throw complaint("member '\(name)' claims an impossible size of \(entry.size) bytes") }
    return Member(
      name: name, isDeflated: entry.method == 8, checksum: entry.checksum,
      range: dataOffset..<dataOffset + entry.storedSize, size: entry.size)
  }
}

/// One row of the directory.
private struct ZipEntry {
  var flags: UInt16
  var method: UInt16
  var checksum: UInt32
  var storedSize: Int
  var size: Int
  var localOffset: Int
  var name: UnsafeRawBufferPointer

  /// Reads the row at `place` and moves past it; `nil` where the row is damaged.
  init?(_ table: UnsafeRawBufferPointer, at place: inout Int) {
    guard table.number(UInt32.self, at: place) == 0x0201_4B50,
      let flags = table.number(UInt16.self, at: place + 8), let method = table.number(UInt16.self, at: place + 10),
      let checksum = table.number(UInt32.self, at: place + 16),
      let storedSize = table.number(UInt32.self, at: place + 20), let size = table.number(UInt32.self, at: place + 24),
      let nameLength = table.number(UInt16.self, at: place + 28),
      let extraLength = table.number(UInt16.self, at: place + 30),
      let commentLength = table.number(UInt16.self, at: place + 32),
      let localOffset = table.number(UInt32.self, at: place + 42),
      let name = table.part(at: place + 46, count: Int(nameLength)),
      let extra = table.part(at: place + 46 + Int(nameLength), count: Int(extraLength))
    else { return nil }
    var wide = ZipEntry.wideNumbers(extra)
    guard let size = ZipEntry.number(size, &wide), let storedSize = ZipEntry.number(storedSize, &wide),
      let localOffset = ZipEntry.number(localOffset, &wide)
    else { return nil }
    self.flags = flags
    self.method = method
    self.checksum = checksum
    self.storedSize = storedSize
    self.size = size
    self.localOffset = localOffset
    self.name = name
    place += 46 + Int(nameLength) + Int(extraLength) + Int(commentLength)
  }

  /// The 64-bit numbers of extra field 1, in order.
  private static func wideNumbers(_ extra: UnsafeRawBufferPointer) -> ArraySlice<UInt64> {
    var place = 0
    while let tag = extra.number(UInt16.self, at: place), let length = extra.number(UInt16.self, at: place + 2) {
      if tag == 1, let field = extra.part(at: place + 4, count: Int(length)) {
        return (0..<field.count / 8).compactMap { field.number(UInt64.self, at: $0 * 8) }[...]
      }
      place += 4 + Int(length)
    }
    return []
  }

  /// A 32-bit number, or the next 64-bit one where the 32-bit one says that it does not suffice.
  private static func number(_ narrow: UInt32, _ wide: inout ArraySlice<UInt64>) -> Int? {
    guard narrow == 0xFFFF_FFFF else { return Int(narrow) }
    return wide.popFirst().flatMap { Int(exactly: $0) }
  }
}
