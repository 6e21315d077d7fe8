import Autograd
import Runtime
import Tensors

/// All parameters of a model, in a fixed order, under stable names.
///
/// Layers ask for their parameters while the model is built; the order of asking is the order of the store, of
/// checkpoints and of the random numbers that initialize them.
public final class ParameterStore {
  public private(set) var parameters: [Parameter] = []
  private var places: [String: Int] = [:]
  let backend: any Backend
  private var generator: SeededGenerator

  /// - Parameters:
  ///   - backend: where the parameters live.
  ///   - seed: of the initial values.
  public init(backend: any Backend, seed: UInt64) {
    self.backend = backend
    generator = SeededGenerator(seed: seed, stream: 0x7061_7261_6d73)
  }

  /// Number of trained values.
  public var count: Int { parameters.reduce(0) { $0 + $1.shape.count } }

  public subscript(name: String) -> Parameter? { places[name].map { parameters[$0] } }

  /// Adds a parameter, whose initial values are the next of the store's random numbers. Throws when the name is taken or memory runs
  /// out.
  ///
  /// - Parameters:
  ///   - name: stable and slash-separated, since checkpoints use it.
  ///   - decays: whether weight decay pulls it towards zero.
  public func add(_ name: String, shape: Shape, decays: Bool = false, _ initial: Initializer) throws -> Variable {
    let value = try backend.zeros(shape, .float32)
    try value.writeFloats { initial.fill($0, shape: shape, generator: &generator) }
    return try add(name, value: value, decays: decays)
  }

  /// Adds one number that whoever computes a loss reads on the host.
  public func add(_ name: String, number: Float) throws -> Variable {
    try add(name, value: backend.tensor([number], [1]), decays: false)
  }

  private func add(_ name: String, value: Tensor, decays: Bool) throws -> Variable {
    guard places[name] == nil else { throw TensorError("two parameters are called '\(name)'") }
    let variable = Variable(parameter: value, gradient: try backend.zeros(value.shape, .float32))
    places[name] = parameters.count
    parameters.append(Parameter(name: name, variable: variable, decays: decays))
    return variable
  }

  /// Sets every gradient to zero.
  public func zeroGradients() {
    for parameter in parameters { parameter.variable.gradient?.clear() }
  }
}
