import Models
import Tensors

/// How a model wants its pixels: from each channel's values in 0…1 the mean is taken, and the rest divided by the deviation.
///
/// Our towers read pixels in -1…1, which is a mean and a deviation of one half. A tower from elsewhere is brought to that by
/// its weights: what each channel is multiplied by goes into the layer that reads patches, what is added into the positions of
/// patches (or into the layer's bias), and the embeddings stay the same.
public struct PixelNormalization: Sendable, Hashable {
  /// Red, green, blue.
  public var mean: [Float]
  public var deviation: [Float]

  public init(mean: [Float], deviation: [Float]) {
    self.mean = mean
    self.deviation = deviation
  }

  public static let unit = PixelNormalization(mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5])
  /// OpenAI's CLIP, open_clip and Chinese-CLIP.
  public static let clip = PixelNormalization(
    mean: [0.48145466, 0.4578275, 0.40821073], deviation: [0.26862954, 0.26130258, 0.27577711])

  /// ImageNet's, which many vision models take.
  public static let imageNet = PixelNormalization(mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
  /// Values in 0…1 as they are.
  public static let plain = PixelNormalization(mean: [0, 0, 0], deviation: [1, 1, 1])

  /// Makes a tower that wants pixels so want them in -1…1.
  ///
  /// - Parameter name: the prefix of the tower's parameters.
  public func fold(into store: ParameterStore, name: String, configuration: TowerConfiguration) throws {
    try change(store, name, configuration, isFolding: true)
  }

  /// The reverse.
  public func unfold(from store: ParameterStore, name: String, configuration: TowerConfiguration) throws {
    try change(store, name, configuration, isFolding: false)
  }

  private func change(
    _ store: ParameterStore, _ name: String, _ configuration: TowerConfiguration, isFolding: Bool
  ) throws {
    let target = configuration.hasPatchBias ? "\(name)/embedding/bias" : "\(name)/positions"
    guard let kernel = store["\(name)/embedding/kernel"], let shifted = store[target] else {
      throw ModelError("the model has no tower '\(name)' that reads patches")
    }
    let width = configuration.width
    let factors = deviation.map { isFolding ? 0.5 / $0 : $0 / 0.5 }
    // What a pixel of value 0 in -1…1 adds, with the weights that the other package has.
    let offsets = zip(mean, deviation).map { (0.5 - $0) / $1 }
    var shift = [Double](repeating: 0, count: width)
    try kernel.value.withFloats { weights in
      for row in 0..<configuration.patchWidth {
        for column in 0..<width {
          let before = weights[row * width + column]
          weights[row * width + column] = before * factors[row % 3]
          let theirs = isFolding ? before : before * factors[row % 3]
          shift[column] += Double(theirs * offsets[row % 3])
        }
      }
    }
    let sign: Float = isFolding ? 1 : -1
    // The class token has a position too, the first, and reads no pixels.
    let first = !configuration.hasPatchBias && configuration.hasClassToken ? 1 : 0
    try shifted.value.withFloats { values in
      for row in first..<values.count / width {
        for column in 0..<width { values[row * width + column] += sign * Float(shift[column]) }
      }
    }
  }
}
