/// The letters that GPT-2 and CLIP write bytes with, so that a file of merges is text without blanks and controls.
enum ByteAlphabet {
  /// Bytes in the order of their ids: those that can be seen in Latin-1, then the others.
  static let order: [UInt8] = {
    let visible: [ClosedRange<UInt8>] = [33...126, 161...172, 174...255]
    return visible.flatMap { $0 } + (0...255).filter { byte in !visible.contains { $0.contains(byte) } }
  }()

  /// The letter of each byte as UTF-8: itself where it can be seen, else U+0100 and on.
  static let letters: [[UInt8]] = {
    let others = order[188...]
    return (0...255).map { byte in
      let place = others.firstIndex(of: UInt8(byte)).map { UInt32(0x100 + $0 - 188) }
      var letter: [UInt8] = []
      UnicodeText.append(place ?? UInt32(byte), to: &letter)
      return letter
    }
  }()

  /// Bytes as text in these letters.
  static func spelled(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { letters[Int($0)] }
  }
}
