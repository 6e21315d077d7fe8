/// A header block of a tar archive: V7, USTAR (POSIX.1-1988) or GNU.
struct TarHeader: Equatable {
  static let blockSize = 512

  /// What the header describes, by its type byte.
  enum Kind: Equatable {
    case file, folder
    /// PAX records for the next member, or for all that follow.
    case records, globalRecords
    /// GNU's name, or link target, of the next member where it is long.
    case longName, longLink
    /// Anything else, in words, and whether bytes follow it.
    case refused(String, hasBytes: Bool)
    /// GNU's old sparse file; whether more of its map follows in a block of its own.
    case sparse(mapGoesOn: Bool)

    /// Whether the size counts bytes that follow the header; folders and links may have one that does not.
    var hasBytes: Bool {
      switch self {
      case .folder, .refused(_, hasBytes: false): false
      case .file, .records, .globalRecords, .longName, .longLink, .sparse, .refused(_, hasBytes: true): true
      }
    }

    /// Whether it is a member by itself, and does not only say something of one.
    var isMember: Bool {
      switch self {
      case .records, .globalRecords, .longName, .longLink: false
      case .file, .folder, .refused, .sparse: true
      }
    }

    /// Why a member of this kind is not used.
    var complaint: String? {
      switch self {
      case .refused(let what, _): "the member is \(what), where files were expected"
      case .sparse: Self.sparseComplaint
      case .file, .folder, .records, .globalRecords, .longName, .longLink: nil
      }
    }

    static let sparseComplaint = "the member is a sparse file, which is not read (pack it again without --sparse)"
  }

  let kind: Kind
  let name: [UInt8]
  /// As the header has it; PAX records may know better.
  let size: Int
  /// Whether it has V7's type of a file, which was a folder's too.
  private let isOld: Bool

  /// - Parameter block: exactly 512 bytes.
  init(_ block: [UInt8]) throws(TarDamage) {
    guard block.count == Self.blockSize else { throw TarDamage(problem: "it is not 512 bytes long") }
    try Self.verifyChecksum(block)
    let prefix = Self.prefix(block)
    let base = Self.text(block[0..<100])
    name = prefix.isEmpty ? base : prefix + [UInt8(ascii: "/")] + base
    size = try TarNumber.value(block[124..<136], what: "size")
    kind = Self.kind(block)
    isOld = block[156] == 0
  }

  /// What the member is, by its whole name: V7 knows no folders but by the slash at the name's end. The header has only the
  /// first hundred bytes of a long name, and the last of these may be a slash too.
  func kind(named name: [UInt8], size: Int) -> Kind {
    kind == .file && (isOld || size == 0) && name.last == UInt8(ascii: "/") ? .folder : kind
  }

  /// Whether a block that is no header any more may have said something of the next member.
  static func mayBeExtension(_ block: [UInt8]) -> Bool {
    guard block.count == blockSize else { return false }
    if [UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "L")].contains(block[156]) { return true }
    let name = String(decoding: text(block[0..<100]), as: UTF8.self)
    return name.contains("@LongLink") || name.contains("PaxHeader")
  }

  /// Bytes with their padding to whole blocks.
  static func padded(_ size: Int) -> Int { (size + blockSize - 1) / blockSize * blockSize }

  /// A block of zeros, two of which end an archive.
  static func isEnd(_ block: [UInt8]) -> Bool { block.allSatisfy { $0 == 0 } }

  /// Whether so many empty blocks are what closes an archive: two, or as many as fill its last record of 10 KiB.
  static func isEndOfArchive(_ blocks: Range<Int>, startingAt start: Int) -> Bool {
    let record = 20 * blockSize
    return blocks.count == 2 * blockSize
      || blocks.count >= 2 * blockSize && blocks.count < record + 2 * blockSize
        && (blocks.upperBound - start) % record == 0
  }

  private static func text(_ field: ArraySlice<UInt8>) -> [UInt8] { Array(field.prefix { $0 != 0 }) }

  /// The folders of a long name in USTAR; GNU has dates there, and star some of them behind a shorter field.
  private static func prefix(_ block: [UInt8]) -> [UInt8] {
    guard block[257..<263].elementsEqual("ustar\u{0}".utf8) else { return [] }
    return text(block[508..<512].elementsEqual("tar\u{0}".utf8) ? block[345..<476] : block[345..<500])
  }

  private static func kind(_ block: [UInt8]) -> Kind {
    switch block[156] {
    case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): .file
    case UInt8(ascii: "5"): .folder
    case UInt8(ascii: "x"), UInt8(ascii: "X"): .records
    case UInt8(ascii: "g"): .globalRecords
    case UInt8(ascii: "L"): .longName
    case UInt8(ascii: "K"): .longLink
    case UInt8(ascii: "S"): .sparse(mapGoesOn: block[482] != 0)
    case UInt8(ascii: "1"): .refused("a hard link", hasBytes: false)
    case UInt8(ascii: "2"): .refused("a symbolic link", hasBytes: false)
    case UInt8(ascii: "3"), UInt8(ascii: "4"): .refused("a device", hasBytes: false)
    case UInt8(ascii: "6"): .refused("a named pipe", hasBytes: false)
    case let type: .refused("of the unknown type \(type)", hasBytes: true)
    }
  }

  /// The sum of all bytes, its own field counted as spaces; old programs summed them as signed numbers.
  private static func verifyChecksum(_ block: [UInt8]) throws(TarDamage) {
    let expected = try TarNumber.value(block[148..<156], what: "checksum")
    let (unsigned, negative) = block.withUnsafeBufferPointer { block in
      var sum = 8 * 0x20
      var negative = 0
      var index = 0
      while index < block.count {
        if index == 148 { index = 156 }
        sum += Int(block[index])
        negative += Int(block[index] >> 7)
        index += 1
      }
      return (sum, negative)
    }
    let signed = unsigned - 256 * negative
    guard expected == unsigned || expected == signed else { throw TarDamage(problem: "its checksum is wrong") }
  }
}
