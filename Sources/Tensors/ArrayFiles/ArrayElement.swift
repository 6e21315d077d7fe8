/// What one element of an array file is; a superset of what tensors compute with.
public enum ArrayElement: String, Sendable, Hashable, CaseIterable {
  case float16, float32, float64, bfloat16
  case int8, int32, int64
  case uint8
  /// One byte; 0 is false, anything else true.
  case boolean

  /// Bytes an element.
  public var byteCount: Int {
    switch self {
    case .int8, .uint8, .boolean: 1
    case .float16, .bfloat16: 2
    case .float32, .int32: 4
    case .float64, .int64: 8
    }
  }

  /// The element of a tensor in a file.
  public init(_ elementType: ElementType) {
    switch elementType {
    case .float32: self = .float32
    case .bfloat16: self = .bfloat16
    case .int32: self = .int32
    case .uint8: self = .uint8
    }
  }

  /// The tensor element with exactly the same bytes, or `nil` where tensors have none.
  public var elementType: ElementType? {
    switch self {
    case .float32: .float32
    case .bfloat16: .bfloat16
    case .int32: .int32
    case .uint8, .boolean: .uint8
    case .float16, .float64, .int8, .int64: nil
    }
  }
}

/// A number that is an element of array files to the bit.
package protocol ArrayNumber: BitwiseCopyable {
  static var arrayElement: ArrayElement { get }
}

extension Float: ArrayNumber { package static var arrayElement: ArrayElement { .float32 } }
extension Double: ArrayNumber { package static var arrayElement: ArrayElement { .float64 } }
extension Int64: ArrayNumber { package static var arrayElement: ArrayElement { .int64 } }
