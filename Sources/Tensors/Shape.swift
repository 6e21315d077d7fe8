/// Lengths of a tensor's axes, outermost first; the last axis is contiguous.
public struct Shape: Sendable, Hashable, CustomStringConvertible, ExpressibleByArrayLiteral {
  public let axes: [Int]

  public init(_ axes: [Int]) { self.axes = axes }
  public init(arrayLiteral elements: Int...) { axes = elements }

  /// Number of elements; 1 for a scalar.
  public var count: Int { axes.reduce(1, *) }
  /// Product of all axes but the last: how many rows a row-wise kernel sees. 1 for a scalar.
  public var rows: Int { axes.dropLast().reduce(1, *) }
  /// Length of the last axis; 1 for a scalar.
  public var width: Int { axes.last ?? 1 }

  public var description: String { "[" + axes.map(String.init).joined(separator: ", ") + "]" }
}
