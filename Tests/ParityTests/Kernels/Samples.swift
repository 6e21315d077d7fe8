import Testing

/// A small generator with a seed, so that every run of a test sees the same numbers.
struct Samples {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func bits() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    return mixed ^ (mixed >> 27)
  }

  mutating func uniform() -> Double { Double(bits() >> 11) * 0x1p-53 }

  /// Nearly normal: a sum of four uniform numbers, scaled to unit variance.
  mutating func normal() -> Double { (uniform() + uniform() + uniform() + uniform() - 2) * 1.7320508 }

  /// Numbers that `Element` holds exactly.
  mutating func values<Element: Activation>(_ count: Int, as: Element.Type, scale: Double = 1) -> [Double] {
    (0..<count).map { _ in Element(rounding: normal() * scale).double }
  }

  mutating func values(_ count: Int, scale: Double = 1) -> [Double] { values(count, as: Float.self, scale: scale) }
}

extension [Double] {
  func rounded<Target: Activation>(to: Target.Type) -> [Target] { map(Target.init(rounding:)) }
  var floats: [Float] { map { Float($0) } }
}

/// Expects every value within `tolerance` of the expected one, relative to the largest expected value; a NaN or infinity
/// must be matched by the same.
func expectClose(
  _ actual: [Double], _ expected: [Double], within tolerance: Double, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let largest = expected.filter(\.isFinite).map(abs).max() ?? 0
  let allowed = max(tolerance * largest, 1e-30)
  func isWrong(_ a: Double, _ e: Double) -> Bool {
    if e.isNaN { return !a.isNaN }
    return e.isInfinite ? a != e : !(abs(a - e) <= allowed)
  }
  let wrong = actual.indices.first { $0 < expected.count && isWrong(actual[$0], expected[$0]) }
  #expect(actual.count == expected.count, sourceLocation: sourceLocation)
  if let wrong {
    Issue.record(
      "\(what)[\(wrong)] is \(actual[wrong]), expected \(expected[wrong]) within \(allowed)",
      sourceLocation: sourceLocation)
  }
}
