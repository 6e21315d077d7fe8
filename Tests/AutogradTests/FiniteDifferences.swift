import Runtime
import Tensors
import Testing

@testable import Autograd

/// Compares the derivative that a tape gives with the one that small steps of the inputs show.
///
/// The scalar is the sum of the operation's output weighted by fixed random numbers, so every output element counts.
struct FiniteDifferences {
  let backend: CPUBackend
  /// Size of a step; the error of a central difference falls with its square and grows with rounding over it.
  var step: Float = 1e-2
  /// Largest difference allowed, relative to the largest derivative.
  var tolerance = 5e-3

  init(threads: Int = 2) throws {
    backend = try CPUBackend(pool: try ThreadPool(threads: threads))
  }

  /// - Parameters:
  ///   - shapes: of the inputs, which are filled with random values.
  ///   - operation: builds the output from the inputs.
  func check(
    _ shapes: [Shape], range: ClosedRange<Float> = -1...1, sourceLocation: SourceLocation = #_sourceLocation,
    _ operation: (Tape, [Variable]) throws -> Variable
  ) throws {
    var generator = SeededGenerator(seed: 7)
    let inputs = try shapes.map { shape in
      Variable(
        parameter: try backend.tensor(
          (0..<shape.count).map { _ in generator.uniform(range.lowerBound, range.upperBound) }, shape),
        gradient: try backend.zeros(shape, .float32))
    }
    let tape = Tape(backend: backend, activation: .float32)
    let output = try operation(tape, inputs)
    let weights = (0..<output.value.count).map { _ in generator.uniform(-1, 1) }
    try tape.backward(from: output, gradient: try backend.tensor(weights, output.value.shape))
    for (place, input) in inputs.enumerated() {
      let analytic = try #require(input.gradient).floatArray()
      let numeric = try (0..<input.value.count).map { index in
        try difference(inputs, place, index, weights, operation)
      }
      let largest = max(1e-3, numeric.map(abs).max() ?? 0)
      for (index, (left, right)) in zip(analytic, numeric).enumerated() {
        #expect(
          abs(Double(left) - right) <= tolerance * largest, "input \(place), element \(index)",
          sourceLocation: sourceLocation)
      }
    }
  }

  private func difference(
    _ inputs: [Variable], _ place: Int, _ index: Int, _ weights: [Float],
    _ operation: (Tape, [Variable]) throws -> Variable
  ) throws -> Double {
    func weighted(_ shift: Float) throws -> Double {
      try inputs[place].value.withFloats { $0[index] += shift }
      defer { try? inputs[place].value.withFloats { $0[index] -= shift } }
      let output = try operation(Tape(backend: backend, activation: .float32, isRecording: false), inputs)
      return try zip(output.value.floatArray(), weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    return (try weighted(step) - weighted(-step)) / (2 * Double(step))
  }
}
