import Tensors

/// Changes parameters by their gradients. Results depend on neither the number of threads nor the time.
public protocol Optimizer: AnyObject {
  /// Updates made so far.
  var updates: Int { get }

  /// Makes one update of every parameter from the gradient that its variable holds.
  ///
  /// - Parameters:
  ///   - scheduleFactor: what the schedule says now, 0…1; multiplies the peak learning rate.
  ///   - gradientScale: multiplies every gradient first: clipping.
  ///
  /// Throws where the backend cannot do what it takes, such as when memory runs out; the parameters are then undefined.
  func update(scheduleFactor: Double, gradientScale: Float) throws

  /// Everything the next update depends on besides parameters and gradients, under stable names. The arrays look at the
  /// optimizer's own memory: write them before the next update.
  var state: [ArrayEntry] { get }

  /// Continues from a saved `state`, to the bit. Throws, naming the array, where it belongs to another optimizer or
  /// other parameters; the state is then undefined.
  func restore(_ state: [ArrayEntry]) throws
}
