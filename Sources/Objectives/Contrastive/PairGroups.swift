import Autograd
import Tensors

/// The pairs of a batch that cannot be told apart, as sums over them and over all.
struct PairGroups {
  let pairs: Int
  /// Where each pair's group stands among the groups, int32 `[pairs]`.
  private let groups: Tensor
  private let groupCount: Int
  /// How many pairs each pair's group has, `[pairs]`; none where that is not known.
  let sizes: [Float]

  /// - Parameter ids: int32 `[pairs]`, equal for the pairs of a group.
  init(_ ids: Tensor, backend: any Backend) throws {
    pairs = ids.count
    guard ids.hasValues else {
      (groups, groupCount, sizes) = (ids, pairs, [])
      return
    }
    let ids = try ids.withIntegers { Array($0) }
    var places: [Int32: Int32] = [:]
    for id in ids where places[id] == nil { places[id] = Int32(places.count) }
    let groupOf = ids.map { places[$0] ?? 0 }
    var counts = [Float](repeating: 0, count: places.count)
    for group in groupOf { counts[Int(group)] += 1 }
    groups = try backend.tensor(groupOf, [pairs])
    groupCount = places.count
    sizes = groupOf.map { counts[Int($0)] }
  }

  /// Sums of rows over each pair's group, at each pair.
  ///
  /// - Parameter rows: float32 `[pairs, width]`.
  func sum(ofGroup rows: Variable, on tape: Tape) throws -> Variable {
    try tape.pickRows(tape.scatterRows(rows, into: groupCount, at: groups), rows: groups)
  }

  /// The sum of all rows, at each pair.
  ///
  /// - Parameter rows: float32 `[pairs, width]`.
  func sum(ofAll rows: Variable, on tape: Tape) throws -> Variable {
    let first = try tape.backend.zeros([pairs], .int32)
    return try tape.pickRows(tape.scatterRows(rows, into: 1, at: first), rows: first)
  }

  /// Each row times a constant of its pair.
  ///
  /// - Parameters:
  ///   - rows: float32 `[pairs, width]`.
  ///   - weight: of a pair whose group has so many; asked for in order, and not at all where nothing is held.
  func weighted(_ rows: Variable, on tape: Tape, _ weight: (_ pair: Int, _ size: Float) -> Float) throws -> Variable {
    let weights = try tape.backend.empty([pairs], .float32)
    try weights.writeFloats { _ = $0.update(fromContentsOf: sizes.enumerated().map { weight($0.offset, $0.element) }) }
    return try tape.multiply(rows, by: Variable(weights), per: .row)
  }
}
