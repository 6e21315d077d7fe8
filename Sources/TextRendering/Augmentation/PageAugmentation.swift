/// How captions are drawn differently each time training sees them. Every value is drawn evenly from its range, from a seed;
/// the default draws every caption as it is. A page that moves or turns
/// needs a margin, or what stands at its edge leaves it.
public struct PageAugmentation: Sendable, Hashable {
  /// Font sizes as factors on the nominal one.
  public var size: ClosedRange<Double>
  /// Most by which strokes grow, in thousandths of the font size.
  public var weight: Int
  /// Most by which ink and background differ from their gray, towards each other.
  public var foreground: Int
  public var background: Int
  /// Most pixels a page moves either way, each way.
  public var jitter: Int
  /// Largest rotation either way around the page's center, in radians.
  public var rotation: Double
  /// Most patches by which lines are shorter than a page allows, so that captions are broken elsewhere.
  public var narrowing: Int

  public init(
    size: ClosedRange<Double> = 1...1, weight: Int = 0, foreground: Int = 0, background: Int = 0, jitter: Int = 0,
    rotation: Double = 0, narrowing: Int = 0
  ) {
    self.size = size
    self.weight = weight
    self.foreground = foreground
    self.background = background
    self.jitter = jitter
    self.rotation = rotation
    self.narrowing = narrowing
  }

  /// Whether every page stays as it is.
  public var isNone: Bool { self == PageAugmentation() }

  /// Throws a sentence where a value is out of range.
  public func validate() throws {
    func check(_ holds: Bool, _ sentence: String) throws {
      guard holds else { throw RenderingError("The page augmentation's \(sentence).") }
    }
    try check(size.lowerBound >= 0.5 && size.upperBound <= 2, "size must lie between 0.5 and 2")
    try check((0...100).contains(weight), "weight must be 0 to 100 thousandths")
    try check((0...127).contains(foreground) && (0...127).contains(background), "ink and background must be 0 to 127")
    try check((0...32).contains(jitter), "jitter must be 0 to 32 pixels")
    try check((0...0.5).contains(rotation), "rotation must be 0 to 0.5 radians")
    try check((0...256).contains(narrowing), "narrowing must be 0 to 256 patches")
  }
}

/// One choice out of the ranges.
struct PageVariation: Equatable {
  /// Step of 0…`steps` between the smallest and the largest size and weight, so that a few renderers serve all.
  var sizeStep: Int
  var weightStep: Int
  var foreground: Int
  var background: Int
  var shiftX: Int
  var shiftY: Int
  var rotation: Double
  /// Number of the font stack.
  var font: Int
  /// Step of 0…`steps` between lines of full length and the shortest.
  var narrowingStep: Int

  static let steps = 3

  init(_ augmentation: PageAugmentation, fonts: Int, seed: UInt64) {
    var state = seed
    /// A number of 0…1 (splitmix64, Steele, Lea and Flood 2014).
    func next() -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53)
    }
    func step(_ isRange: Bool) -> Int { isRange ? min(Self.steps, Int(next() * Double(Self.steps + 1))) : 0 }
    func signed(_ most: Int) -> Int { Int((next() * Double(2 * most + 1)).rounded(.down)) - most }
    sizeStep = step(augmentation.size.lowerBound < augmentation.size.upperBound)
    weightStep = step(augmentation.weight > 0)
    foreground = Int(next() * Double(augmentation.foreground + 1))
    background = Int(next() * Double(augmentation.background + 1))
    shiftX = signed(augmentation.jitter)
    shiftY = signed(augmentation.jitter)
    rotation = (2 * next() - 1) * augmentation.rotation
    font = min(fonts - 1, Int(next() * Double(fonts)))
    // The last of all, so that older settings draw what they drew.
    narrowingStep = step(augmentation.narrowing > 0)
  }
}
