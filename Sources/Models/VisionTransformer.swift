import Autograd
import Tensors

/// A vision transformer over packed sequences of patches: photos of any size and pages of any length in one batch.
public struct VisionTransformer {
  public let configuration: TowerConfiguration
  let embedding: Linear
  let positions: Variable
  let blocks: [TransformerBlock]
  let norm: LayerNorm
  let map: MAPHead?
  let head: Linear

  /// - Parameter name: prefix of the parameters' names.
  public init(_ store: ParameterStore, name: String, configuration: TowerConfiguration) throws {
    try configuration.validate()
    let width = configuration.width
    self.configuration = configuration
    embedding = try Linear(
      store, "\(name)/embedding", inputs: configuration.patchWidth, outputs: width, kernel: .lecunNormal)
    positions = try store.add(
      "\(name)/positions", shape: [configuration.places, width],
      .normal(deviation: 1 / Float(width).squareRoot()))
    blocks = try (0..<configuration.depth).map {
      try TransformerBlock(store, "\(name)/block\($0)", configuration)
    }
    norm = try LayerNorm(store, "\(name)/norm", width: width)
    map = configuration.pooling == .map ? try MAPHead(store, "\(name)/map", configuration) : nil
    head = try Linear(
      store, "\(name)/head", inputs: width, outputs: configuration.embedding, kernel: .lecunNormal)
  }

  /// Token states after the last block and its norm.
  ///
  /// - Returns: `[tokens, width]` activations.
  public func states(_ batch: EncoderInput, on tape: Tape) throws -> Variable {
    var stream = try tape.addPositions(
      embedding(batch.patches, on: tape, out: .float32), table: positions, places: batch.places)
    for block in blocks { stream = try block(stream, offsets: batch.offsets, on: tape) }
    return try norm(stream, on: tape)
  }

  /// One embedding a sequence, not normalised.
  ///
  /// - Returns: float32 `[sequences, embedding]`.
  public func callAsFunction(_ batch: EncoderInput, on tape: Tape) throws -> Variable {
    let states = try states(batch, on: tape)
    let pooled =
      try map.map { try $0(states, offsets: batch.offsets, on: tape) }
      ?? tape.meanPool(states, offsets: batch.offsets)
    return try head(pooled, on: tape, out: .float32)
  }
}
