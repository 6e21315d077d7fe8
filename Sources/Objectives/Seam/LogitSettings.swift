/// The learned numbers between similarities and logits.
public struct LogitSettings: Sendable, Hashable {
  /// Factor on the cosine similarities at the beginning.
  public var scale: Double
  /// Added to the logits at the beginning; nil where there is none.
  public var bias: Double?
  /// What the factor is kept within after every step; nil where nothing bounds it.
  public var range: ClosedRange<Double>?

  public init(scale: Double, bias: Double? = nil, range: ClosedRange<Double>? = nil) {
    self.scale = scale
    self.bias = bias
    self.range = range
  }
}
