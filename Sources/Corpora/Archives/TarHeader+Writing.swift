// Headers as they are written: the same bytes for the same member everywhere and always.
extension TarHeader {
  /// The largest size that fits a header's eleven octal digits.
  static let largestPlainSize = 1 << 33 - 1

  /// All blocks before a file's bytes: USTAR, with PAX records before it where the name is long or not ASCII, or the size
  /// does not fit.
  static func blocks(file name: String, size: Int) -> [UInt8] {
    let split = name.utf8.allSatisfy { $0 < 0x80 } ? split(Array(name.utf8)) : nil
    var records: [UInt8] = []
    if split == nil { records += record("path", name) }
    if size > largestPlainSize { records += record("size", String(size)) }
    // The name where PAX is not understood.
    let (prefix, base) = split ?? ([], Array(name.utf8.suffix(100)))
    let header = block(
      prefix: prefix, name: base, size: size > largestPlainSize ? 0 : size, type: UInt8(ascii: "0"))
    guard !records.isEmpty else { return header }
    let extended = block(
      prefix: [], name: Array("PaxHeaders/member".utf8), size: records.count, type: UInt8(ascii: "x"))
    return extended + records + padding(after: records.count) + header
  }

  /// Zeros from a member's last byte to the next block.
  static func padding(after size: Int) -> [UInt8] {
    [UInt8](repeating: 0, count: (blockSize - size % blockSize) % blockSize)
  }

  /// A name in the two fields that USTAR has for it, cut at a slash; nil where it does not fit.
  private static func split(_ name: [UInt8]) -> (prefix: [UInt8], base: [UInt8])? {
    if name.count <= 100 { return ([], name) }
    for (place, byte) in name.enumerated() where byte == UInt8(ascii: "/") {
      let base = name[(place + 1)...]
      if (1...155).contains(place), (1...100).contains(base.count) { return (Array(name[..<place]), Array(base)) }
    }
    return nil
  }

  private static func record(_ key: String, _ value: String) -> [UInt8] {
    let body = " \(key)=\(value)\n"
    // The length counts its own digits, so it is looked for from below.
    var length = body.utf8.count + 1
    while body.utf8.count + String(length).utf8.count > length { length += 1 }
    return Array("\(length)\(body)".utf8)
  }

  private static func block(prefix: [UInt8], name: [UInt8], size: Int, type: UInt8) -> [UInt8] {
    var block: [UInt8] = []
    func append(_ bytes: [UInt8], _ width: Int) {
      block += bytes.prefix(width) + [UInt8](repeating: 0, count: width - min(width, bytes.count))
    }
    append(name, 100)
    append(Array("0000644\u{0}0000000\u{0}0000000\u{0}".utf8), 24)  // mode, owner, group
    append(TarNumber.field(size, digits: 11) ?? [], 12)
    append(Array("00000000000\u{0}".utf8), 12)  // time
    append([UInt8](repeating: UInt8(ascii: " "), count: 8), 8)  // checksum, counted as spaces
    append([type], 1 + 100)  // and no link target
    append(Array("ustar\u{0}00".utf8), 8 + 64)  // and no names of owner and group
    append(Array("0000000\u{0}0000000\u{0}".utf8), 16)  // device
    append(prefix, 155 + 12)
    let sum = block.reduce(0) { $0 + Int($1) }
    block.replaceSubrange(148..<156, with: (TarNumber.field(sum, digits: 6) ?? []) + [UInt8(ascii: " ")])
    return block
  }
}
