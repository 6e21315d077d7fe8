/// Tar archives put together block by block, also such as no program would write.
struct HandmadeTar {
  var bytes: [UInt8] = []

  /// Adds a header with its checksum, and the bytes with their padding.
  mutating func add(
    _ name: String, _ content: [UInt8] = [], type: Character = "0", size: [UInt8]? = nil, prefix: String = "",
    signedSum: Bool = false
  ) {
    bytes += Self.header(
      Array(name.utf8), type: type, size: size ?? Self.octal(content.count), prefix: prefix, signedSum: signedSum)
    bytes += content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }

  mutating func close() { bytes += [UInt8](repeating: 0, count: 1_024) }

  static func octal(_ value: Int, digits: Int = 11) -> [UInt8] {
    let text = String(value, radix: 8)
    return Array((String(repeating: "0", count: digits - text.count) + text).utf8) + [0]
  }

  static func header(
    _ name: [UInt8], type: Character = "0", size: [UInt8], prefix: String = "", signedSum: Bool = false
  ) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    block.replaceSubrange(0..<min(100, name.count), with: name.prefix(100))
    block.replaceSubrange(124..<124 + size.count, with: size)
    block.replaceSubrange(148..<156, with: [UInt8](repeating: 32, count: 8))
    block[156] = type.asciiValue ?? 0
    block.replaceSubrange(257..<265, with: Array("ustar\u{0}00".utf8))
    block.replaceSubrange(345..<345 + prefix.utf8.count, with: Array(prefix.utf8))
    let sum = block.reduce(0) { $0 + (signedSum ? Int(Int8(bitPattern: $1)) : Int($1)) }
    block.replaceSubrange(148..<156, with: octal(sum, digits: 6) + [32])
    return block
  }

  static func record(_ key: String, _ value: String) -> [UInt8] {
    let body = " \(key)=\(value)\n".utf8.count
    let length = (1...9).lazy.map { body + $0 }.first { String($0).utf8.count == $0 - body } ?? 0
    return Array("\(length) \(key)=\(value)\n".utf8)
  }
}
