import Autograd
import Console
import Models
import Objectives
import Tensors
import Training

/// Times whole training steps, forwards, backwards and AdamW, on random pixels.
struct StepBenchmark {
  let stepCase: StepCase
  let backend: CPUBackend
  /// What the backend notes, to be emptied after the steps that warm up.
  var profile: Profile?

  /// Median seconds of a step, after two that warm up.
  func secondsPerStep(steps: Int) throws -> Double {
    let tower = try SharedTower(configuration: stepCase.configuration, backend: backend, seed: 0)
    let optimizer = try AdamW(
      tower.parameters, settings: AdamW.Settings(), backend: backend, pool: backend.pool)
    let pixels = RandomPixels(stepCase)
    var seconds: [Double] = []
    for index in 0..<steps + 2 {
      if index == 2 { profile?.reset() }
      let start = MonotonicClock.seconds()
      try step(tower, optimizer, pixels)
      seconds.append(MonotonicClock.seconds() - start)
    }
    return seconds.dropFirst(2).sorted()[steps / 2]
  }

  private func step(_ tower: SharedTower, _ optimizer: AdamW, _ pixels: RandomPixels) throws {
    let tape = Tape(backend: backend, activation: stepCase.activation)
    let input = try EncoderInput(
      pixels: pixels.values, rows: pixels.rows, columns: pixels.columns, offsets: pixels.offsets,
      configuration: stepCase.configuration, on: tape)
    let embeddings = try tower.embedPairs(input, on: tape)
    let result = try Objective.softmaxContrastive(SoftmaxContrastive()).evaluate(
      ObjectiveInput(images: embeddings.images, texts: embeddings.texts, logScale: tower.logScale), on: tape)
    tower.parameters.zeroGradients()
    try tape.backward(from: result.loss)
    if let profile {
      profile.measure("optimizer") { optimizer.update(scheduleFactor: 1, gradientScale: 1) }
    } else {
      optimizer.update(scheduleFactor: 1, gradientScale: 1)
    }
  }
}

/// A packed batch of noise: its values do not change how long a step takes.
private struct RandomPixels {
  let values: [UInt8]
  let rows: [UInt16]
  let columns: [UInt16]
  let offsets: [Int32]

  init(_ stepCase: StepCase) {
    let lengths = stepCase.sequenceLengths
    let columnCount = stepCase.side / stepCase.configuration.patch
    let places = lengths.flatMap { 0..<$0 }
    var generator = SeededGenerator(seed: 1)
    values = (0..<places.count * stepCase.configuration.patchWidth).map { _ in
      UInt8(truncatingIfNeeded: generator.next())
    }
    rows = places.map { UInt16($0 / columnCount) }
    columns = places.map { UInt16($0 % columnCount) }
    offsets = lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + Int32($1)) }
  }
}
