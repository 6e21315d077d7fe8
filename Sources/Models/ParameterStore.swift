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
  public let backend: any Backend
  private var prefix: String
  private var generator: SeededGenerator

  /// - Parameters:
  ///   - backend: where the parameters live.
  ///   - seed: of the initial values.
  ///   - prefix: stands in front of every name.
  public init(backend: any Backend, seed: UInt64, prefix: String = "") {
    self.backend = backend
    self.prefix = prefix
    generator = SeededGenerator(seed: seed, stream: 0x7061_7261_6d73)
  }

  /// Number of values, those of frozen parameters among them.
  public var count: Int { parameters.reduce(0) { $0 + $1.shape.count } }

  /// The parameters that training changes: all that are not frozen, in the store's order.
  public var trainable: [Parameter] { parameters.filter { !$0.isFrozen } }

  public subscript(name: String) -> Parameter? { places[name].map { parameters[$0] } }

  /// Puts a name, and a slash, in front of those of the parameters that are added while `body` runs.
  public func adding<Result>(under name: String, _ body: () throws -> Result) rethrows -> Result {
    let before = prefix
    prefix += name + "/"
    defer { prefix = before }
    return try body()
  }

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
    let name = prefix + name
    guard places[name] == nil else { throw TensorError("two parameters are called '\(name)'") }
    let variable = Variable(parameter: value, gradient: try backend.zeros(value.shape, .float32))
    places[name] = parameters.count
    parameters.append(Parameter(name: name, variable: variable, decays: decays))
    return variable
  }

  /// Freezes parameters: they keep their values, and their gradients' memory is given back. An operation on frozen parameters and
  /// constants alone is neither recorded nor keeps anything.
  ///
  /// Comes before anything is computed with them, and before an optimizer is made.
  ///
  /// - Parameter isFrozen: whether a parameter is frozen; those that are already stay so.
  public func freeze(where isFrozen: (Parameter) throws -> Bool) rethrows {
    for parameter in parameters where try isFrozen(parameter) { parameter.variable.freeze() }
  }

  /// Gives parameters a factor on the learning rate, and a weight decay of their own.
  ///
  /// Comes before an optimizer is made.
  ///
  /// - Parameters:
  ///   - isMeant: whether a parameter is one of them.
  ///   - weightDecay: nil leaves the optimizer's.
  public func setOptimization(
    where isMeant: (Parameter) -> Bool, learningRateFactor: Double, weightDecay: Double?
  ) {
    for index in parameters.indices where isMeant(parameters[index]) {
      parameters[index].learningRateFactor = learningRateFactor
      parameters[index].weightDecay = weightDecay
    }
  }

  /// Overwrites the parameters below one prefix by those below another.
  ///
  /// - Parameters:
  ///   - besides: beginnings of names that are not copied.
  ///   - complaint: says that there is no parameter of a name and a shape.
  ///
  /// Throws, with nothing changed, where one of them has no counterpart of its shape.
  func copy(
    below source: String, to target: String, besides: [String] = [], complaint: (String, Shape) -> String
  ) throws {
    let copied = parameters.filter { parameter in
      parameter.name.hasPrefix(source) && !besides.contains { parameter.name.hasPrefix($0) }
    }
    let pairs = try copied.map { parameter in
      let name = target + parameter.name.dropFirst(source.count)
      guard let other = self[name], other.shape == parameter.shape else {
        throw ModelError(complaint(name, parameter.shape))
      }
      return (from: parameter, to: other)
    }
    for pair in pairs {
      let values = try pair.from.value.floatArray()
      try pair.to.value.withFloats { _ = $0.update(fromContentsOf: values) }
    }
  }

  /// Sets every gradient to zero.
  public func zeroGradients() {
    for parameter in parameters { parameter.variable.gradient?.clear() }
  }
}
