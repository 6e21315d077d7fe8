import Autograd
import Tensors

/// The patch embedding: patches become tokens by a dense layer, a learned position each, and a class token where there is one.
struct PatchEmbedding {
  let configuration: TowerConfiguration
  let embedding: Linear
  let classToken: Variable?
  /// `[positionIds, width]`; with a class token one row more, the first.
  let positions: Variable

  /// - Parameter name: prefix of the parameters' names.
  init(_ store: ParameterStore, _ name: String, _ configuration: TowerConfiguration) throws {
    let width = configuration.width
    let deviation = 1 / Float(width).squareRoot()
    self.configuration = configuration
    embedding = try Linear(
      store, "\(name)/embedding", inputs: configuration.patchWidth, outputs: width, kernel: .lecunNormal,
      hasBias: configuration.hasPatchBias)
    classToken =
      configuration.hasClassToken
      ? try store.add("\(name)/classToken", shape: [1, width], .normal(deviation: deviation)) : nil
    positions = try store.add(
      "\(name)/positions", shape: [configuration.positions + (configuration.hasClassToken ? 1 : 0), width],
      .normal(deviation: deviation))
  }

  /// - Returns: float32 `[tokens, width]` and int32 `[sequences + 1]`, both with the class tokens.
  func callAsFunction(_ batch: PatchInput, on tape: Tape) throws -> (stream: Variable, offsets: Tensor) {
    let patches = try embedding(batch.patches, on: tape, out: .float32)
    guard let classToken else {
      return (try tape.addPositions(patches, table: positions, positionIds: batch.positionIds), batch.offsets)
    }
    let stream = try tape.prepend(classToken, to: patches, offsets: batch.offsets)
    let (positionIds, offsets) = try withClassTokens(batch, backend: tape.backend)
    return (try tape.addPositions(stream, table: positions, positionIds: positionIds), offsets)
  }

  /// Places count from 1 on, and each sequence begins with place 0.
  private func withClassTokens(
    _ batch: PatchInput, backend: any Backend
  ) throws -> (positionIds: Tensor, offsets: Tensor) {
    let offsets = try batch.offsets.withIntegers { $0.map { Int32($0) } }
    let moved = offsets.enumerated().map { Int32($0) + $1 }
    let positionIds = try backend.empty([batch.tokens + batch.sequences], .int32)
    try positionIds.writeIntegers { positionIds in
      try batch.positionIds.withIntegers { all in
        for ((start, end), first) in zip(zip(offsets, offsets.dropFirst()), moved) {
          positionIds[Int(first)] = 0
          for token in Int(start)..<Int(end) { positionIds[Int(first) + 1 + token - Int(start)] = all[token] + 1 }
        }
      }
    }
    return (positionIds, try backend.tensor(moved, [moved.count]))
  }
}
