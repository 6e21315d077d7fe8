/// Numbers of the code points of a caption as it was given, found from UTF-8 offsets: what dumps and breaks count in, because
/// whoever reads them has the caption and not its normal form.
struct CodePointNumbers {
  /// Offsets of the code points, in order.
  private let offsets: [Int32]

  /// How many code points the caption has.
  var count: Int { offsets.count }

  init(_ caption: String) {
    var offsets: [Int32] = []
    // Bytes that continue a sequence begin with the bits 10.
    for (offset, byte) in caption.utf8.enumerated() where byte & 0xC0 != 0x80 {
      offsets.append(Int32(truncatingIfNeeded: offset))
    }
    self.offsets = offsets
  }

  /// Number of the first code point that starts at or behind a UTF-8 offset; `count` at the caption's end.
  subscript(offset: Int) -> Int {
    var low = 0
    var high = offsets.count
    while low < high {
      let middle = (low + high) / 2
      if Int(offsets[middle]) < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
