/// What one element of a tensor is.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
  /// IEEE 754 single precision: parameters, statistics, the residual stream.
  case float32
  /// The upper half of a float32: activations of mixed-precision runs. Swift has no such type; its bits travel as `UInt16`.
  case bfloat16
  /// Offsets, places and labels.
  case int32
  /// Pixels.
  case uint8

  /// Bytes an element.
  public var byteCount: Int {
    switch self {
    case .float32, .int32: 4
    case .bfloat16: 2
    case .uint8: 1
    }
  }
}
