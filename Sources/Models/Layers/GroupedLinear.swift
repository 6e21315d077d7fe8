import Autograd
import Tensors

/// A dense layer whose columns are cut into groups that do not see each other, without bias: a convolution of one by one in groups.
public struct GroupedLinear {
  /// float32 `[width, width / groups]`: of each input its weights on the outputs of its group.
  public let kernel: Variable
  private let groups: Int

  /// - Parameters:
  ///   - name: prefix of the parameter's name.
  ///   - width: of inputs and of outputs, a multiple of `groups`.
  ///
  /// Throws when the groups do not divide the width, the name is taken or memory runs out.
  public init(_ store: ParameterStore, _ name: String, width: Int, groups: Int) throws {
    guard groups > 0, width % groups == 0 else {
      throw ModelError("a width of \(width) cannot be cut into \(groups) groups")
    }
    self.groups = groups
    // He et al. 2015, as PyTorch's convolutions are often begun with.
    kernel = try store.add(
      "\(name)/kernel", shape: [width, width / groups], decays: true,
      .normal(deviation: (2 * Float(groups) / Float(width)).squareRoot()))
  }

  /// float32 `[rows, width]` of the same shape as x, which is float32.
  public func callAsFunction(_ x: Variable, on tape: Tape) throws -> Variable {
    try tape.matrixProduct(x, whole(on: tape))
  }

  /// The weights as one matrix, zero from group to group, `[width, width]`.
  private func whole(on tape: Tape) throws -> Variable {
    let (width, part) = (kernel.value.shape.rows, kernel.value.shape.width)
    let tiles = try tape.backend.empty([part, width], .float32)
    try tiles.writeFloats { values in
      for index in values.indices { values[index] = index % width % part == index / width ? 1 : 0 }
    }
    let mask = try tape.backend.empty([width, width], .float32)
    try mask.writeFloats { values in
      for index in values.indices { values[index] = index / width / part == index % width / part ? 1 : 0 }
    }
    return try tape.multiply(tape.matrixProduct(kernel, Variable(tiles)), by: Variable(mask))
  }
}
