/// Own arithmetic rather than the library's, whose way from bits to numbers may change between versions.
extension RandomNumberGenerator {
  /// A number in 0..<1, with 53 bits; one draw.
  @inlinable package mutating func drawUnit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number of `range`, uniform; one draw.
  @inlinable package mutating func draw(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + drawUnit() * (range.upperBound - range.lowerBound)
  }

  /// Whether something happens that happens with `probability`; one draw.
  @inlinable package mutating func draw(probability: Double) -> Bool {
    drawUnit() < probability
  }

  /// A number in 0..<count; one draw.
  @inlinable package mutating func draw(below count: Int) -> Int {
    min(Int(drawUnit() * Double(count)), count - 1)
  }
}
