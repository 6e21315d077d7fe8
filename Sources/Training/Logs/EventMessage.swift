/// The protocol buffer messages of event files (`tensorflow/core/util/event.proto`, `framework/summary.proto`).
enum EventMessage {
  /// The first event of every file.
  static func version(time: Double) -> [UInt8] {
    double(1, time) + bytes(3, Array("brain.Event:2".utf8))
  }

  /// Says that steps from `step` on, if an earlier file has them, are superseded.
  static func sessionStart(time: Double, step: Int) -> [UInt8] {
    let start: UInt64 = 1
    return double(1, time) + integer(2, UInt64(clamping: step)) + bytes(7, integer(1, start))
  }

  static func scalars(time: Double, step: Int, _ scalars: [(tag: String, value: Double)]) -> [UInt8] {
    let values = scalars.flatMap { bytes(1, bytes(1, Array($0.tag.utf8)) + float(2, Float($0.value))) }
    return double(1, time) + integer(2, UInt64(clamping: step)) + bytes(5, values)
  }

  // Wire types: 0 variable-length integer, 1 eight bytes, 2 length and bytes, 5 four bytes.
  private static func integer(_ field: UInt64, _ value: UInt64) -> [UInt8] { variable(field << 3) + variable(value) }

  private static func double(_ field: UInt64, _ value: Double) -> [UInt8] {
    variable(field << 3 | 1) + withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
  }

  private static func bytes(_ field: UInt64, _ value: [UInt8]) -> [UInt8] {
    variable(field << 3 | 2) + variable(UInt64(value.count)) + value
  }

  private static func float(_ field: UInt64, _ value: Float) -> [UInt8] {
    variable(field << 3 | 5) + withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
  }

  /// Seven bits a byte, lowest first; the highest bit says that more follow.
  private static func variable(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
