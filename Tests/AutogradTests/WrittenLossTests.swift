// Deliberately without `@testable`: losses are written with what another module sees.
import Autograd
import Runtime
import Tensors
import Testing

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Losses of pairs, each in a few lines of general operations.
private enum WrittenLoss {
  typealias Body = (_ tape: Tape, _ images: Variable, _ texts: Variable, _ logScale: Variable) throws -> Variable

  static func logits(_ tape: Tape, _ images: Variable, _ texts: Variable, _ logScale: Variable) throws -> Variable {
    try tape.scale(tape.matrixProduct(images, transposed: texts), by: tape.exponential(logScale))
  }

  /// InfoNCE in both directions, their mean (Radford et al. 2021).
  static func clip(_ tape: Tape, _ images: Variable, _ texts: Variable, _ logScale: Variable) throws -> Variable {
    let logits = try logits(tape, images, texts, logScale)
    let count = images.value.shape.rows
    let own = try tape.backend.tensor((0..<Int32(count)).map { $0 }, [count])
    let toTexts = try tape.softmaxCrossEntropy(logits, targets: own)
    let toImages = try tape.softmaxCrossEntropy(tape.transpose(logits), targets: own)
    return try tape.scale(tape.add(toTexts, toImages), by: 0.5)
  }

  /// The same with targets that are distributions, the same in both directions.
  ///
  /// - Parameter factor: 1 for the sum of the directions, 1/2 for their mean.
  static func towards(_ target: @escaping (_ row: Int, _ column: Int) -> Float, factor: Float) -> Body {
    { tape, images, texts, logScale in
      let logits = try logits(tape, images, texts, logScale)
      let count = images.value.shape.rows
      let targets = try tape.backend.tensor(
        (0..<count * count).map { target($0 / count, $0 % count) }, [count, count])
      let toTexts = try tape.softmaxCrossEntropy(logits, distributions: targets)
      let toImages = try tape.softmaxCrossEntropy(tape.transpose(logits), distributions: targets)
      return try tape.scale(tape.add(toTexts, toImages), by: factor)
    }
  }
}

/// A loss's recorded value and what its derivatives are.
private struct Recorded: Sendable {
  let loss: Double
  /// Lengths of the gradients of images and of texts before they are normalized.
  let lengths: [Double]
  let logScaleGradient: Double
}

@Suite("Contrastive losses written with general operations")
struct WrittenLossTests {
  let backend: CPUBackend

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 2)) }

  /// Loss, and gradients of the images, of the texts and of the logarithm of the scale.
  private func run(
    _ images: [Float], _ texts: [Float], width: Int, logScale: Float, _ loss: WrittenLoss.Body
  ) throws -> (loss: Float, gradients: [[Float]]) {
    let shape: Shape = [images.count / width, width]
    let inputs = try [(images, shape), (texts, shape), ([logScale], [1])].map { values, shape in
      Variable(parameter: try backend.tensor(values, shape), gradient: try backend.zeros(shape, .float32))
    }
    let tape = Tape(backend: backend, activation: .float32)
    let value = try loss(tape, tape.l2Normalize(inputs[0]), tape.l2Normalize(inputs[1]), inputs[2])
    try tape.backward(from: value)
    return (try value.value.floatArray()[0], try inputs.map { try #require($0.gradient).floatArray() })
  }

  private func fixture(_ loss: WrittenLoss.Body) throws -> (loss: Float, gradients: [[Float]]) {
    func values(_ value: (_ row: Double, _ column: Double) -> Double) -> [Float] {
      (0..<32).map { Float(value(Double($0 / 8), Double($0 % 8))) }
    }
    return try run(
      values { sin(0.7 * ($0 + 1) * ($1 + 1)) }, values { cos(0.45 * ($0 + 1) * ($1 + 2)) }, width: 8,
      logScale: Float(log(1 / 0.07)), loss)
  }

  private func expect(_ loss: WrittenLoss.Body, gives recorded: Recorded) throws {
    let (value, gradients) = try fixture(loss)
    #expect(abs(Double(value) - recorded.loss) < Tolerance.recordedLoss * recorded.loss)
    for (gradient, length) in zip(gradients, recorded.lengths) {
      let own = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(abs(own - length) < Tolerance.recordedGradient * length)
    }
    let logScaleGradient = Double(gradients[2][0])
    #expect(
      abs(logScaleGradient - recorded.logScaleGradient) < Tolerance.recordedGradient * abs(recorded.logScaleGradient))
  }

  @Test func infoNCEOfCLIP() throws {
    try expect(
      WrittenLoss.clip,
      gives: Recorded(loss: 1.48618182, lengths: [2.68379971, 2.62253503], logScaleGradient: 1.01586708))
  }

  /// The sum of the directions with a tenth spread over all columns, as ALIGN smooths its labels (Jia et al. 2021).
  @Test func smoothedTargetsOfALIGN() throws {
    try expect(
      WrittenLoss.towards({ ($0 == $1 ? 0.9 : 0) + 0.1 / 4 }, factor: 1),
      gives: Recorded(loss: 3.70695685, lengths: [4.92480683, 4.80760529], logScaleGradient: 2.76632737))
  }

  /// Pairs of one label share their targets (Yang et al. 2022).
  @Test func sharedTargetsOfUniCL() throws {
    let labels = [0, 5, 5, 1]
    try expect(
      WrittenLoss.towards(
        { row, column in
          labels[row] == labels[column] ? 1 / Float(labels.count { $0 == labels[row] }) : 0
        }, factor: 0.5),
      gives: Recorded(loss: 3.49878946, lengths: [2.24936018, 2.26234930], logScaleGradient: 3.02847472))
  }

  @Test(arguments: [1, 5, 70, 300])
  func theFusedLossIsTheWrittenOne(count: Int) throws {
    var generator = SeededGenerator(seed: 11)
    let width = 16
    let sides = (0..<2).map { _ in (0..<count * width).map { _ in generator.uniform(-1, 1) } }
    let fused = try run(sides[0], sides[1], width: width, logScale: 2.5) { tape, images, texts, logScale in
      try tape.contrastiveLoss(images, texts, logScale: logScale, duplicateIds: nil).loss
    }
    let written = try run(sides[0], sides[1], width: width, logScale: 2.5, WrittenLoss.clip)
    #expect(Double(abs(fused.loss - written.loss)) <= Tolerance.fusedLoss * max(1, Double(fused.loss)))
    for (left, right) in zip(fused.gradients, written.gradients) {
      let largest = max(left.map(abs).max() ?? 0, 1e-3)
      let worst = zip(left, right).map { abs($0 - $1) }.max() ?? 0
      #expect(Double(worst) <= Tolerance.fusedGradient * Double(largest))
    }
  }

  /// A loss that is added is planned for without another word.
  @Test func aWrittenLossIsCounted() throws {
    let backend = CountingBackend()
    let inputs = try [[4, 8], [4, 8], [1]].map { axes in
      Variable(
        parameter: try backend.empty(Shape(axes), .float32), gradient: try backend.empty(Shape(axes), .float32))
    }
    let tape = Tape(backend: backend, activation: .float32)
    try tape.backward(from: WrittenLoss.clip(tape, inputs[0], inputs[1], inputs[2]))
    // One product forwards and one for either side's gradient.
    #expect(backend.operations == 3 * 2 * 4 * 4 * 8)
    #expect(backend.peakBytes > 0)
  }
}
