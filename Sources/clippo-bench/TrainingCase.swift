import Models
import Tensors

/// A training run to be timed: the tower, and where its batches come from.
struct TrainingCase {
  enum Batches {
    /// Noise in photos and pages of so many patches each, as a program without packing computes them.
    case allPatches(Int)
    /// Noise in whole photos of so many patches, and in the patches that real captions ink.
    case inkedPatches(Int)
    /// The embedded corpus, rendered and augmented; so many of the loader's batches are joined into one.
    case corpus(joined: Int)
  }

  let name: String
  let configuration: TowerConfiguration
  let batches: Batches
  /// Pairs of a batch.
  let pairs: Int
  var activation = ElementType.bfloat16
  /// How float32 products are made.
  var floatProducts = FloatProducts.exact
  /// Worker threads; 0 takes every core.
  var threads = 0
  /// Changes to the default recipe, for batches of the corpus.
  var overrides: [String] = []

  /// The name by which a case is asked for.
  var key: String {
    [name, floatProducts == .exact ? activation.rawValue : "bfloat16x3", threads > 0 ? "\(threads)t" : nil].compactMap {
      $0
    }.joined(separator: ":")
  }

  /// Pixels a side of a photo, where all patches are computed.
  var side: Int? {
    guard case .allPatches(let patches) = batches else { return nil }
    return Int(Double(patches).squareRoot()) * configuration.patch
  }

  /// Words that ask a program without packing for the same step; nil for steps that it cannot make.
  var peerArguments: [String]? {
    guard let side else { return nil }
    return [
      "--width", "\(configuration.width)", "--depth", "\(configuration.depth)", "--heads", "\(configuration.heads)",
      "--image", "\(side)", "--patch", "\(configuration.patch)", "--batch", "\(pairs)",
      "--embed", "\(configuration.embedding)", "--dtype", activation == .bfloat16 ? "bf16" : "fp32",
    ]
  }

  private static func tower(_ width: Int, _ depth: Int, _ heads: Int, embedding: Int = 512) -> TowerConfiguration {
    TowerConfiguration(width: width, depth: depth, heads: heads, embedding: embedding)
  }

  /// Pairs of the loader's batches.
  static let loaderBatch = 128
  private static let small = tower(384, 12, 6)
  private static let standard = tower(192, 6, 3, embedding: 256)

  static let all: [TrainingCase] = [
    TrainingCase(name: "S/16", configuration: small, batches: .allPatches(196), pairs: 16),
    TrainingCase(name: "S/16", configuration: small, batches: .allPatches(196), pairs: 16, threads: 1),
    TrainingCase(name: "S/16", configuration: small, batches: .allPatches(196), pairs: 16, activation: .float32),
    TrainingCase(
      name: "S/16", configuration: small, batches: .allPatches(196), pairs: 16, activation: .float32,
      floatProducts: .threeParts),
    TrainingCase(name: "S/16-inked", configuration: small, batches: .inkedPatches(196), pairs: 16),
    TrainingCase(name: "B/16", configuration: tower(768, 12, 12), batches: .allPatches(196), pairs: 8),
    TrainingCase(name: "standard", configuration: standard, batches: .allPatches(36), pairs: 256),
    TrainingCase(
      name: "standard", configuration: standard, batches: .allPatches(36), pairs: 256, activation: .float32),
    TrainingCase(name: "run", configuration: standard, batches: .corpus(joined: 1), pairs: loaderBatch),
    TrainingCase(
      name: "run", configuration: standard, batches: .corpus(joined: 1), pairs: loaderBatch, threads: 1),
    TrainingCase(
      name: "run-whole-photos", configuration: standard, batches: .corpus(joined: 1), pairs: 256,
      overrides: ["training.batch=256", "image.patchKeepRate=1"]),
    TrainingCase(
      name: "run-64", configuration: standard, batches: .corpus(joined: 1), pairs: 64,
      overrides: ["training.batch=64"]),
    TrainingCase(
      name: "run-8192", configuration: standard, batches: .corpus(joined: 64), pairs: 8192,
      overrides: ["training.activationMemoryGiB=2.7", "training.microBatchTokens=16384"]),
    TrainingCase(
      name: "run-8192-small", configuration: standard, batches: .corpus(joined: 64), pairs: 8192,
      overrides: ["training.activationMemoryGiB=0.1", "training.microBatchTokens=16384"]),
  ]
}
