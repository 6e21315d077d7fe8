import CKernels
import Tensors

/// One parameter with its second moment and momentum, and how its axes are cut for the loops.
struct AdafactorArrays {
  /// A parameter seen as [outer, first, middle, second, inner]: the two factored axes and what lies around them.
  struct Factoring: Hashable {
    var outer: Int, first: Int, middle: Int, second: Int, inner: Int
    var firstIsLarger: Bool

    /// The two longest axes of a shape, later ones first among equals; `nil` where the second longest is below `smallest`.
    init?(_ shape: Shape, smallest: Int) {
      let axes = shape.axes
      let ascending = axes.indices.sorted { (axes[$0], $0) < (axes[$1], $1) }
      guard let larger = ascending.last, let smaller = ascending.dropLast().last, axes[smaller] >= smallest else {
        return nil
      }
      let (low, high) = (min(larger, smaller), max(larger, smaller))
      func product(_ range: Range<Int>) -> Int { axes[range].reduce(1, *) }
      outer = product(0..<low)
      first = axes[low]
      middle = product(low + 1..<high)
      second = axes[high]
      inner = product(high + 1..<axes.count)
      firstIsLarger = larger == low
    }
  }

  private enum SecondMoment {
    case full(Tensor)
    case factored(withoutFirst: Tensor, withoutSecond: Tensor, Factoring)
  }

  let parameter: OptimizedParameter
  private let second: SecondMoment
  private let momentum: Tensor

  init(_ parameter: OptimizedParameter, smallestFactoredAxis: Int, backend: any Backend) throws {
    self.parameter = parameter
    let shape = parameter.value.shape
    momentum = try backend.zeros(shape, .bfloat16)
    if let cut = Factoring(shape, smallest: smallestFactoredAxis) {
      second = .factored(
        withoutFirst: try backend.zeros([cut.outer, cut.middle, cut.second, cut.inner], .float32),
        withoutSecond: try backend.zeros([cut.outer, cut.first, cut.middle, cut.inner], .float32), cut)
    } else {
      second = .full(try backend.zeros(shape, .float32))
    }
  }

  /// Floats that `update` needs for itself.
  var scratchCount: Int {
    switch second {
    case .full: 0
    case .factored(let withoutFirst, let withoutSecond, _): withoutFirst.count + withoutSecond.count
    }
  }

  var named: [(name: String, tensor: Tensor)] {
    let momentum = [(name: "momentum/\(parameter.name)", tensor: momentum)]
    switch second {
    case .full(let second):
      return momentum + [("second/\(parameter.name)", second)]
    case .factored(let withoutFirst, let withoutSecond, _):
      return momentum + [
        ("second-over-rows/\(parameter.name)", withoutFirst), ("second-over-columns/\(parameter.name)", withoutSecond),
      ]
    }
  }

  /// - Parameters:
  ///   - decay: for parameters that decay.
  ///   - scratch: `scratchCount` floats.
  func update(_ step: clippo_adafactor_step, decay: Float, scratch: UnsafeMutablePointer<Float>) {
    var step = step
    step.decay = parameter.decays ? decay : 0
    guard let value = parameter.value.firstFloat, let gradient = parameter.gradient.firstFloat,
      let momentum = momentum.firstBFloat
    else { return }
    switch second {
    case .full(let second):
      guard let second = second.firstFloat else { return }
      clippo_adafactor_full_f32(value, second, momentum, gradient, parameter.value.count, step)
    case .factored(let withoutFirst, let withoutSecond, let cut):
      guard let withoutFirst = withoutFirst.firstFloat, let withoutSecond = withoutSecond.firstFloat else { return }
      clippo_adafactor_factored_f32(
        value, withoutFirst, withoutSecond, momentum, gradient, cut.outer, cut.first, cut.middle, cut.second,
        cut.inner, cut.firstIsLarger ? 1 : 0, step, scratch)
    }
  }
}
