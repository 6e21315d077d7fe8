import Models
import Tensors

/// One training step to be timed: the shape of the tower and of the batch.
struct StepCase {
  let name: String
  let configuration: TowerConfiguration
  /// Pixels a side of a photo.
  let side: Int
  let pairs: Int
  let activation: ElementType

  init(_ name: String, width: Int, depth: Int, heads: Int, side: Int, pairs: Int, activation: ElementType) {
    let patches = max(14, side / 16)
    self.name = name
    configuration = TowerConfiguration(
      width: width, depth: depth, heads: heads, embedding: 512, gridRows: patches, gridColumns: patches)
    self.side = side
    self.pairs = pairs
    self.activation = activation
  }

  /// Every patch of every photo and page, as a program without packing computes them.
  var sequenceLengths: [Int] {
    let patches = side / configuration.patch
    return Array(repeating: patches * patches, count: 2 * pairs)
  }

  /// Floating-point operations of a step: the way back costs twice the way there.
  var operations: Double { 3 * configuration.forwardOperations(sequenceLengths: sequenceLengths) }

  /// Words that ask the PyTorch program for the same step.
  var peerArguments: [String] {
    [
      "--width", "\(configuration.width)", "--depth", "\(configuration.depth)", "--heads", "\(configuration.heads)",
      "--image", "\(side)", "--patch", "\(configuration.patch)", "--batch", "\(pairs)",
      "--embed", "\(configuration.embedding)", "--dtype", activation == .bfloat16 ? "bf16" : "fp32",
    ]
  }

  /// The default model and the smallest published one, in both precisions.
  static let all: [StepCase] = [ElementType.bfloat16, .float32].flatMap { activation in
    [
      StepCase("default", width: 192, depth: 6, heads: 3, side: 96, pairs: 256, activation: activation),
      StepCase("S/16", width: 384, depth: 12, heads: 6, side: 224, pairs: 16, activation: activation),
    ]
  }
}
