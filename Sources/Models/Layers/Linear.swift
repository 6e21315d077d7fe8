import Autograd
import Tensors

/// A dense layer: x · kernel + bias.
struct Linear {
  let kernel: Variable
  let bias: Variable

  init(
    _ store: ParameterStore, _ name: String, inputs: Int, outputs: Int, kernel initializer: Initializer,
    bias biasInitializer: Initializer = .constant(0)
  ) throws {
    kernel = try store.add("\(name)/kernel", shape: [inputs, outputs], decays: true, initializer)
    bias = try store.add("\(name)/bias", shape: [outputs], biasInitializer)
  }

  func callAsFunction(_ x: Variable, on tape: Tape, out: ElementType? = nil) throws -> Variable {
    try tape.linear(x, weight: kernel, bias: bias, out: out)
  }
}
