// Deliberately without `@testable`: this is what another module sees.
import Autograd
import Runtime
import Tensors
import Testing

extension Tape {
  /// (x − center)², element by element, with a derivative of its own; made of rows of the kernel table.
  fileprivate func squaredDistance(_ x: Variable, _ center: Variable) throws -> Variable {
    let (backend, shape) = (backend, x.value.shape)
    let distance = try backend.empty(shape, .float32)
    try backend.kernels.scale(distance, center.value, by: -1)
    try backend.kernels.add(distance, distance, x.value)
    let out = try backend.empty(shape, .float32)
    try backend.kernels.multiply(out, distance, distance, per: .element)
    return record(out, from: [x, center]) { [x = x.slot, center = center.slot] dout in
      let dx = try backend.empty(shape, .float32)
      try backend.kernels.multiply(dx, dout, distance, per: .element)
      try backend.kernels.scale(dx, dx, by: 2)
      try x.receive(dx, backend)
      guard center.needsGradient else { return }
      let dcenter = try backend.empty(shape, .float32)
      try backend.kernels.scale(dcenter, dx, by: -1)
      try center.receive(dcenter, backend)
    }
  }

  /// x³, whose value and derivative the host makes.
  fileprivate func cube(_ x: Variable) throws -> Variable {
    let (backend, shape) = (backend, x.value.shape)
    let values = try x.value.floatArray()
    return record(try backend.tensor(values.map { $0 * $0 * $0 }, shape), from: [x]) { [x = x.slot] dout in
      let gradient = try zip(dout.floatArray(), values).map { 3 * $0 * $1 * $1 }
      try x.receive(try backend.tensor(gradient, shape), backend)
    }
  }
}

@Suite("Operations that another module defines")
struct OwnOperationTests {
  let differences: FiniteDifferences
  var backend: CPUBackend { differences.backend }

  init() throws { differences = try FiniteDifferences() }

  @Test func theirDerivativesAgreeWithFiniteDifferences() throws {
    try differences.check([[3, 4], [3, 4]]) { try $0.squaredDistance($1[0], $1[1]) }
    try differences.check([[3, 4]]) { try $0.cube($1[0]) }
    try differences.check([[3, 4]]) { try $0.mean($0.squaredDistance($0.cube($1[0]), $1[0])) }
  }

  @Test func aGradientIsNeededWhenOneOfTheInputsNeedsIt() throws {
    let tape = Tape(backend: backend, activation: .float32)
    let constant = Variable(try backend.tensor([1, 2] as [Float], [2]))
    let learned = Variable(try backend.tensor([3, 5] as [Float], [2]), needsGradient: true)
    #expect(try !tape.squaredDistance(constant, constant).needsGradient)
    let out = try tape.squaredDistance(constant, learned)
    #expect(out.needsGradient)
    try tape.backward(from: try tape.sum(out))
    #expect(constant.gradient == nil)
    #expect(try learned.gradient?.floatArray() == [4, 6])
  }

  @Test func aGradientThatDoesNotFitIsAnError() throws {
    let tape = Tape(backend: backend, activation: .float32)
    let x = Variable(try backend.zeros([2, 3], .float32), needsGradient: true)
    let out = tape.record(try backend.zeros([1], .float32), from: [x]) { [backend] dout in try x.receive(dout, backend)
    }
    let error = #expect(throws: TensorError.self) { try tape.backward(from: out) }
    #expect(error?.description == "gradient: a part of shape [1] does not fit 6 values")
  }
}
