/// Text as ICU reads and writes it, in UTF-16.
package enum CodeUnits {
  /// What `change` writes for the units of `text`; nil where it has no room or no memory.
  ///
  /// `change` gets the units, their count, the room and its capacity, and returns how many it wrote or -1.
  package static func changed(
    _ text: String,
    by change: (UnsafePointer<UInt16>?, Int32, UnsafeMutablePointer<UInt16>?, Int32) -> Int32
  ) -> String? {
    let units = Array(text.utf16)
    // Normal forms need at most 18 units for one (Unicode Standard Annex 15), cases and widths at most three.
    let capacity = units.count * 18 + 16
    guard let room = Int32(exactly: capacity) else { return nil }
    var isDone = false
    let written = [UInt16](unsafeUninitializedCapacity: capacity) { out, count in
      let length = units.withUnsafeBufferPointer { change($0.baseAddress, Int32($0.count), out.baseAddress, room) }
      isDone = length >= 0
      count = max(0, Int(length))
    }
    return isDone ? String(decoding: written, as: UTF16.self) : nil
  }
}

extension String {
  /// Whether both have the same code points; `==` takes normal forms C and D for equal.
  package func isSpelled(as other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
  }
}
