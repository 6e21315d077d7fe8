import Autograd
import Console
import Models
import Objectives
import Tensors

/// One training step of a shared tower on synthetic pairs: every photo and every page has all its patches, as in the
/// PyTorch program it is held against.
struct StepBenchmark {
  var configuration: TowerConfiguration
  var pairs: Int
  var tokensPerImage: Int
  var tokensPerPage: Int
  var activation: ElementType

  struct Result {
    let secondsPerStep: Double
    let operations: Double
    let loss: Float
    let peakBytes: Int
  }

  func run(steps: Int, backend: CPUBackend) throws -> Result {
    let tower = try SharedTower(configuration: configuration, backend: backend, seed: 0)
    let objective = Objective.softmaxContrastive(SoftmaxContrastive())
    let lengths = Array(repeating: tokensPerImage, count: pairs) + Array(repeating: tokensPerPage, count: pairs)
    let inputs = Inputs(lengths: lengths, configuration: configuration)
    var seconds: [Double] = []
    var loss: Float = 0
    for step in 0..<steps + 2 {
      let start = MonotonicClock.seconds()
      let tape = Tape(backend: backend, activation: activation)
      let batch = try EncoderInput(
        pixels: inputs.pixels, rows: inputs.rows, columns: inputs.columns, offsets: inputs.offsets,
        configuration: configuration, on: tape)
      let embeddings = try tower.embedPairs(batch, on: tape)
      let result = try objective.evaluate(
        images: embeddings.images, texts: embeddings.texts, logScale: tower.logScale, groups: nil, on: tape)
      tower.parameters.zeroGradients()
      try tape.backward(from: result.loss)
      loss = try result.loss.value.floatArray()[0]
      if step >= 2 { seconds.append(MonotonicClock.seconds() - start) }
    }
    seconds.sort()
    return Result(
      secondsPerStep: seconds[seconds.count / 2],
      operations: 3 * configuration.forwardOperations(sequenceLengths: lengths), loss: loss,
      peakBytes: backend.peakBytes)
  }

  private struct Inputs {
    var pixels: [UInt8]
    var rows: [UInt16] = []
    var columns: [UInt16] = []
    var offsets: [Int32] = [0]

    init(lengths: [Int], configuration: TowerConfiguration) {
      var generator = SeededGenerator(seed: 1)
      pixels = (0..<lengths.reduce(0, +) * configuration.patchWidth).map { _ in
        UInt8(truncatingIfNeeded: generator.next())
      }
      for length in lengths {
        for token in 0..<length {
          rows.append(UInt16(token / configuration.gridColumns))
          columns.append(UInt16(token % configuration.gridColumns))
        }
        offsets.append(Int32(rows.count))
      }
    }
  }
}
