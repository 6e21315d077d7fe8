import Glibc
import TestSupport

@testable import Corpora

/// A small shard and ways to damage it.
struct ShardDamage {
  /// Samples of the whole shard, each an image and a caption of one block.
  static let samples = 3
  static let memberSize = 2 * TarHeader.blockSize
  static let names = (0..<samples).flatMap { ["k\($0).png", $0 == 1 ? "k1.txt" : "k\($0).json"] }

  let whole: [UInt8]

  /// - Parameter image: a PNG of at most 512 bytes.
  init(image: [UInt8]) {
    var tar = HandmadeTar()
    for name in Self.names {
      let caption = name.hasSuffix("txt") ? "one" : #"{"captions": {"zh": "一", "en": ["a", "b"]}}"#
      tar.add(name, name.hasSuffix("png") ? image : Array(caption.utf8))
    }
    tar.close()
    whole = tar.bytes
  }

  /// One of many kinds of damage.
  func damaged(_ chance: inout Mutations) -> [UInt8] {
    var bytes = whole
    let member = chance.below(Self.names.count) * Self.memberSize
    switch chance.below(8) {
    case 0: for _ in 0...chance.below(4) { bytes[chance.below(bytes.count)] ^= 1 << UInt8(chance.below(8)) }
    case 1: bytes.removeLast(chance.below(bytes.count))
    case 2:
      let other = chance.below(Self.names.count) * Self.memberSize
      for index in 0..<Self.memberSize { bytes.swapAt(member + index, other + index) }
    case 3:
      let sizes = [0, 1, 511, 513, 4_096, 1 << 20, 1 << 32]
      rewrite(&bytes, member, 124, HandmadeTar.octal(sizes[chance.below(sizes.count)]))
    case 4:
      let names = [
        "../k9.png", "/etc/k9.json", "a/../../k.txt", "k0.png", "k1.json", "k2", ".png", "k1.", "\u{1B}[2J.png",
      ]
      rewrite(&bytes, member, 0, Array(names[chance.below(names.count)].utf8) + [0])
    case 5: claimGiant(&bytes, chance.below(Self.samples) * 2 * Self.memberSize + TarHeader.blockSize, &chance)
    case 6: ParserFuzzTests.damageField(&bytes, &chance)
    default: bytes = chance.mutated(bytes)
    }
    return bytes
  }

  /// Replaces a header's field and mends its checksum.
  private func rewrite(_ bytes: inout [UInt8], _ header: Int, _ place: Int, _ field: [UInt8]) {
    bytes.replaceSubrange(header + place..<header + place + field.count, with: field)
    bytes.replaceSubrange(header + 148..<header + 156, with: [UInt8](repeating: 32, count: 8))
    let sum = bytes[header..<header + TarHeader.blockSize].reduce(0) { $0 + Int($1) }
    bytes.replaceSubrange(header + 148..<header + 156, with: HandmadeTar.octal(sum, digits: 6) + [32])
  }

  /// Lets a PNG claim more pixels than any is read with, its checksum mended.
  private func claimGiant(_ bytes: inout [UInt8], _ image: Int, _ chance: inout Mutations) {
    let sides: [UInt32] = [0, 20_000, 65_535, 1 << 24, .max >> 1, .max]
    for field in [16, 20] {
      let side = field == 16 ? sides[1 + chance.below(5)] : sides[chance.below(6)]
      withUnsafeBytes(of: side.bigEndian) { bytes.replaceSubrange(image + field..<image + field + 4, with: $0) }
    }
    let checksum = HandmadeGzip.checksum(Array(bytes[image + 12..<image + 29]))
    withUnsafeBytes(of: checksum.bigEndian) { bytes.replaceSubrange(image + 29..<image + 33, with: $0) }
  }

  /// The samples that a damaged shard still announces as the whole one did: no header up to the last of theirs differs, and
  /// their bytes are there. Damage behind a header does not hide the next one.
  func announced(in bytes: [UInt8]) -> [Int] {
    var intact = 0
    while intact < Self.names.count, isWhole(header: intact * Self.memberSize, in: bytes) { intact += 1 }
    return (0..<Self.samples).prefix { sample in
      let members = 2 * sample + 2
      return members <= intact && members * Self.memberSize <= bytes.count
    }
  }

  private func isWhole(header: Int, in bytes: [UInt8]) -> Bool {
    guard header + TarHeader.blockSize <= bytes.count else { return false }
    return bytes.withUnsafeBytes { bytes in
      whole.withUnsafeBytes { whole in
        guard let left = bytes.baseAddress, let right = whole.baseAddress else { return false }
        return memcmp(left + header, right + header, TarHeader.blockSize) == 0
      }
    }
  }
}
