import Tensors

/// Remembers what was computed, and takes derivatives in a backward pass over it.
///
/// An operation computes its value at once and leaves behind a closure that carries the derivative from its output to its
/// inputs. Going back runs the closures in reverse and drops each one, and with it what it had kept, as soon as it has run.
///
/// Any module can define operations: `record(_:from:_:)` is all that those of this module use, too.
public final class Tape {
  public let backend: any Backend
  /// Element type of activations inside the towers; the residual stream, statistics and losses stay float32.
  public let activation: ElementType
  /// False for inference: nothing is kept.
  public let isRecording: Bool
  /// What is computed again in the backward pass.
  public let recomputation: ActivationCheckpointing
  private var entries: [() throws -> Void] = []

  /// Operations whose backward pass is still to come: none where nothing that was computed needs a gradient.
  public var recordedOperations: Int { entries.count }

  /// - Parameters:
  ///   - activation: `.float32` or `.bfloat16`.
  ///   - isRecording: whether `backward` will be called.
  ///   - recomputation: what is computed again in the backward pass to save memory.
  public init(
    backend: any Backend, activation: ElementType, isRecording: Bool = true,
    recomputation: ActivationCheckpointing = .normsAndActivations
  ) {
    self.backend = backend
    self.activation = activation
    self.isRecording = isRecording
    self.recomputation = recomputation
  }

  var kernels: any KernelTable { backend.kernels }
  var keepsEverything: Bool { isRecording && recomputation == .none }
  /// Whether an operation on `inputs` will have a backward pass, and so has to keep something for it.
  func keeps(for inputs: [Variable]) -> Bool { isRecording && inputs.contains(where: \.needsGradient) }

  /// What an operation gives: its value, which needs a gradient when one of the inputs does, and the way from its gradient to
  /// theirs.
  ///
  /// - Parameters:
  ///   - value: already made, by `backend.kernels`, and never written again.
  ///   - inputs: everything that `backward` hands a gradient to.
  ///   - backward: makes each input's part of the gradient and gives it to the input's `slot`. It is called at most once, and
  ///     not at all where nothing is recorded or the value does not reach the loss. What it captures is kept until then: so it
  ///     captures the slot of an input whose value it does not need, not the variable.
  public func record(
    _ value: Tensor, from inputs: [Variable], _ backward: @escaping (_ gradient: Tensor) throws -> Void
  ) -> Variable {
    let result = Variable(value, needsGradient: inputs.contains(where: \.needsGradient))
    record(result, backward)
    return result
  }

  /// Keeps the backward pass of an operation, where its result needs a gradient.
  func record(_ result: Variable, _ backward: @escaping (_ gradient: Tensor) throws -> Void) {
    guard isRecording, result.needsGradient else { return }
    entries.append { [slot = result.slot] in
      // A value that does not reach the loss has no gradient, and neither has what it was made from.
      guard let gradient = slot.gradient else { return }
      try backward(gradient)
      slot.gradient = nil
    }
  }

  /// Adds the derivative of a scalar to the gradients of every parameter that it depends on and that is not frozen.
  ///
  /// - Parameter loss: a float32 scalar, `[1]`, made on this tape.
  public func backward(from loss: Variable) throws {
    guard loss.value.count == 1, loss.value.elementType == .float32 else {
      throw TensorError("derivatives are taken of a float32 scalar, not of shape \(loss.value.shape)")
    }
    try loss.receive(try backend.tensor([Float(1)], loss.value.shape), backend)
    try goBack()
  }

  /// Adds the derivatives of anything whose own gradient the caller knows (embeddings of a cached batch, say).
  public func backward(from output: Variable, gradient: Tensor) throws {
    try backward(from: [(output, gradient)])
  }

  /// The same from several outputs at once.
  public func backward(from outputs: [(output: Variable, gradient: Tensor)]) throws {
    for (output, gradient) in outputs {
      guard output.value.shape == gradient.shape else {
        throw TensorError("a gradient of shape \(gradient.shape) does not fit a value of shape \(output.value.shape)")
      }
      try output.receive(gradient, backend)
    }
    try goBack()
  }

  private func goBack() throws {
    while let entry = entries.popLast() { try entry() }
  }
}

/// Throws a sentence naming the operation when its operands do not fit.
func require(_ condition: Bool, _ operation: String, _ complaint: @autoclosure () -> String) throws {
  if !condition { throw TensorError("\(operation): \(complaint())") }
}
