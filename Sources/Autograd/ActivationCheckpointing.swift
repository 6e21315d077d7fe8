import Tensors

/// Activation checkpointing: what is computed a second time in the backward pass, so that it need not be kept until then.
public enum ActivationCheckpointing: String, Sendable, Hashable, CaseIterable {
  /// Nothing.
  case none
  /// Outputs of layer norms and of GELUs, which cost next to nothing: they are made in the cache, where they are needed.
  case normsAndActivations
  /// Whole blocks: only their inputs are kept, and a step computes a third more.
  case block
}

extension Tape {
  /// A part of a model whose inner values need not be kept: on a tape that recomputes blocks, only `x` is, and `body` runs
  /// again in the backward pass. Anywhere else it simply runs.
  ///
  /// The result needs a gradient where `body`'s does: not where `x` is a constant and all of the parameters are frozen.
  ///
  /// - Parameter body: must do the same both times, and take nothing but `x` and parameters.
  public func checkpoint(_ x: Variable, _ body: @escaping (_ x: Variable, _ tape: Tape) throws -> Variable) throws
    -> Variable
  {
    guard isRecording, recomputation == .block else { return try body(x, self) }
    let quiet = Tape(backend: backend, activation: activation, isRecording: false)
    let result = try body(Variable(x.value, needsGradient: x.needsGradient), quiet)
    let out = Variable(result.value, needsGradient: result.needsGradient)
    record(out) { [backend, activation] dout in
      let tape = Tape(backend: backend, activation: activation, recomputation: .normsAndActivations)
      let again = Variable(x.value, needsGradient: x.needsGradient)
      try tape.backward(from: try body(again, tape), gradient: dout)
      if let dx = again.gradient { try x.receive(dx, backend) }
    }
    return out
  }
}
