import Autograd
import Tensors

/// Two dense layers with a GELU between them.
struct MLP {
  let up: Linear
  let down: Linear

  init(_ store: ParameterStore, _ name: String, width: Int, hidden: Int) throws {
    let tiny = Initializer.normal(deviation: 1e-6)
    up = try Linear(store, "\(name)/up", inputs: width, outputs: hidden, kernel: .xavierUniform(), bias: tiny)
    down = try Linear(store, "\(name)/down", inputs: hidden, outputs: width, kernel: .xavierUniform(), bias: tiny)
  }

  func callAsFunction(_ x: Variable, on tape: Tape, out: ElementType? = nil) throws -> Variable {
    try down(tape.gelu(up(x, on: tape, out: out)), on: tape, out: out)
  }
}
