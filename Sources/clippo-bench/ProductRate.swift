import Models
import Runtime
import Tensors

/// How fast the matrix products of a training step run by themselves: the three of every dense layer of a block.
struct ProductRate {
  let backend: CPUBackend

  /// - Parameter tokens: rows of every product.
  func gigaflops(_ tower: TowerConfiguration, tokens: Int, _ activation: ElementType) throws -> Double {
    let layers = [
      (tower.width, 3 * tower.width), (tower.width, tower.width), (tower.width, tower.mlp), (tower.mlp, tower.width),
    ]
    var seconds = 0.0
    var operations = 0.0
    for (inputs, outputs) in layers {
      seconds += try time(inputs, outputs, tokens, activation)
      operations += 6 * Double(tokens) * Double(inputs) * Double(outputs)
    }
    return operations / seconds / 1e9
  }

  /// Median seconds of the three products of one layer.
  private func time(_ inputs: Int, _ outputs: Int, _ tokens: Int, _ activation: ElementType) throws -> Double {
    let x = try noise([tokens, inputs], activation)
    let y = try noise([tokens, outputs], activation)
    let weight = try noise([inputs, outputs], .float32)
    let gradient = try backend.zeros([inputs, outputs], .float32)
    let seconds = try (0..<7).map { _ in
      let start = MonotonicClock.seconds()
      try backend.kernels.linear(y, x, weight: weight, bias: nil)
      try backend.kernels.linearInputGradient(x, y, weight: weight)
      try backend.kernels.linearWeightGradient(gradient, dbias: nil, x: x, y)
      return MonotonicClock.seconds() - start
    }
    return seconds.sorted()[3]
  }

  private func noise(_ shape: Shape, _ activation: ElementType) throws -> Tensor {
    var generator = SeededGenerator(seed: 2)
    let values = try backend.tensor((0..<shape.count).map { _ in generator.uniform(-0.1, 0.1) }, shape)
    let out = try backend.empty(shape, activation)
    try backend.kernels.convert(out, values)
    return out
  }
}
