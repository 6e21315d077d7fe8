extension SeededGenerator {
  /// Uniform in 0 ..< `count`, which is at least 1; not the standard library's way, which may change with its versions.
  package mutating func place(below count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }
}
