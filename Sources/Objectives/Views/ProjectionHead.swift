import Autograd
import Models
import Tensors

/// SLIP's and SimCLR's head: three dense layers with batch normalization and a ReLU between them, and unit rows at the end.
struct ProjectionHead {
  private let layers: [Linear]
  private let norms: [BatchNorm]

  /// - Parameter name: prefix of the parameters' names.
  init(_ store: ParameterStore, _ name: String, inputs: Int, hidden: Int, outputs: Int) throws {
    // What a bias adds, the normalization behind it takes away.
    layers = [
      try Linear(
        store, "\(name)/layer1", inputs: inputs, outputs: hidden, kernel: .xavierUniform(), hasBias: false),
      try Linear(
        store, "\(name)/layer2", inputs: hidden, outputs: hidden, kernel: .xavierUniform(), hasBias: false),
      try Linear(store, "\(name)/layer3", inputs: hidden, outputs: outputs, kernel: .xavierUniform()),
    ]
    norms = try (1...2).map { try BatchNorm(store, "\(name)/norm\($0)", width: hidden) }
  }

  /// - Parameter x: float32 `[rows, inputs]`.
  /// - Returns: unit rows, float32 `[rows, outputs]`.
  func callAsFunction(_ x: Variable, on tape: Tape) throws -> Variable {
    var x = x
    for (number, layer) in layers.enumerated() {
      // Products have the precision of activations; statistics are float32.
      x = try layer(tape.convert(x, to: tape.activation), on: tape, out: .float32)
      if number < norms.count { x = try rectified(norms[number](x, on: tape), on: tape) }
    }
    return try tape.l2Normalize(x)
  }

  /// What is above 0.
  private func rectified(_ x: Variable, on tape: Tape) throws -> Variable {
    let mask = try tape.backend.empty(x.value.shape, .float32)
    if x.value.hasValues {
      try x.value.withFloats { values in
        try mask.writeFloats { mask in
          for index in mask.indices { mask[index] = values[index] > 0 ? 1 : 0 }
        }
      }
    }
    return try tape.multiply(x, by: Variable(mask))
  }
}
