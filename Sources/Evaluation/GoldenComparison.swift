import Autograd
import Models
import Objectives
import Pretrained
import Tensors

/// Runs a model on arrays that another implementation recorded, and compares everything it recorded: both embeddings, the
/// loss and every gradient.
///
/// Array names are those of big_vision's one-tower model: `params/…`, `grads/…`, `image` and `text`
/// `[batch, side, side, 3]` in -1…1, `zimg`, `ztxt` and `loss`.
public struct GoldenComparison: Sendable {
  /// Largest difference of one array.
  public struct Row: Sendable {
    public let name: String
    /// Largest absolute difference over the array's largest magnitude. A gradient whose magnitude is below a millionth of
    /// the largest gradient is rounding noise around zero (biases of keys, which the softmax ignores); it is held against
    /// that millionth instead.
    public let relativeError: Double
  }

  public let configuration: TowerConfiguration
  public let rows: [Row]

  public var worst: Row? { rows.max { $0.relativeError < $1.relativeError } }

  /// - Parameters:
  ///   - recorded: the arrays under their full names.
  ///   - activation: `.float32` for a comparison to the last digits.
  public init(
    _ recorded: [String: WeightArray], backend: any Backend, activation: ElementType = .float32
  ) throws {
    let (configuration, parameters) = try BigVisionCheckpoint(recorded).oneTower()
    let gradients = try BigVisionCheckpoint(Self.below("grads/", recorded)).plainArrays()
    self.configuration = configuration
    let tower = try SharedTower(configuration: configuration, backend: backend, seed: 0)
    try WeightLayout.bigVision(oneTower: configuration).load(parameters, into: tower.parameters)

    let tape = Tape(backend: backend, activation: activation)
    let batch = try Self.batch(recorded, configuration, on: tape)
    let embeddings = try tower.embedPairs(batch, on: tape)
    let result = try SoftmaxContrastive().evaluate(
      ObjectiveInput(images: embeddings.images, texts: embeddings.texts, logScale: tower.logScale), on: tape)
    try tape.backward(from: result.loss)

    rows =
      try [
        Self.row("zimg", embeddings.images.value, recorded),
        Self.row("ztxt", embeddings.texts.value, recorded),
        Self.row("loss", result.loss.value, recorded),
      ] + Self.gradientRows(tower, gradients)
  }

  private static func below(
    _ prefix: String, _ recorded: [String: WeightArray]
  ) -> [String: WeightArray] {
    var found: [String: WeightArray] = [:]
    for (name, array) in recorded where name.hasPrefix(prefix) {
      found[String(name.dropFirst(prefix.count))] = array
    }
    return found
  }

  private static func array(
    _ name: String, _ recorded: [String: WeightArray]
  ) throws -> WeightArray {
    guard let array = recorded[name] else { throw ModelError("there is no array '\(name)'") }
    return array
  }

  private static func row(
    _ name: String, _ ours: Tensor, _ recorded: [String: WeightArray]
  ) throws -> Row {
    let theirs = try array(name, recorded).values
    return Row(name: name, relativeError: try error(ours.floatArray(), theirs, floor: 0))
  }

  private static func gradientRows(_ tower: SharedTower, _ recorded: [String: WeightArray]) throws -> [Row] {
    let largest = recorded.values.flatMap(\.values).reduce(Float(0)) { max($0, abs($1)) }
    let layout = WeightLayout.bigVision(oneTower: tower.vision)
    return try layout.entries.map { entry in
      guard let parameter = tower.parameters[entry.parameter], let gradient = parameter.variable.gradient else {
        throw ModelError("the model has no gradient of '\(entry.parameter)'")
      }
      let theirs = try layout.values(of: entry, from: recorded, for: parameter.shape)
      return Row(
        name: "gradient of \(entry.parameter)",
        relativeError: try error(gradient.floatArray(), theirs, floor: Double(largest) * 1e-6))
    }
  }

  private static func error(_ ours: [Float], _ theirs: [Float], floor: Double) throws -> Double {
    guard ours.count == theirs.count else {
      throw ModelError("\(ours.count) values were computed where \(theirs.count) were recorded")
    }
    let magnitude = theirs.reduce(0.0) { max($0, abs(Double($1))) }
    let difference = zip(ours, theirs).reduce(0.0) { worst, pair in
      let distance = abs(Double(pair.0) - Double(pair.1))
      return distance.isNaN ? .infinity : max(worst, distance)
    }
    return difference == 0 ? 0 : difference / max(magnitude, floor)
  }

  /// Photos first, texts second, every patch kept: the original computes all of them.
  private static func batch(
    _ recorded: [String: WeightArray], _ configuration: TowerConfiguration, on tape: Tape
  ) throws -> PatchInput {
    let images = try ["image", "text"].map { try array($0, recorded) }
    let shape = images[0].shape
    let patch = configuration.patch
    let side = configuration.gridRows * patch
    guard images[1].shape == shape, shape.count == 4, shape[1] == side, shape[2] == side, shape[3] == 3 else {
      throw ModelError("'image' and 'text' must have shape [batch, \(side), \(side), 3], not \(shape)")
    }
    let places = configuration.positions
    var values: [Float] = []
    for image in images {
      for item in 0..<shape[0] {
        for place in 0..<places {
          let top = place / configuration.gridColumns * patch
          let left = place % configuration.gridColumns * patch
          for row in top..<top + patch {
            let start = ((item * side + row) * side + left) * 3
            values += image.values[start..<start + patch * 3]
          }
        }
      }
    }
    let sequences = 2 * shape[0]
    let patches = Variable(try tape.backend.tensor(values, [sequences * places, configuration.patchWidth]))
    return PatchInput(
      patches: try tape.convert(patches, to: tape.activation),
      positionIds: try tape.backend.tensor(
        (0..<sequences * places).map { Int32($0 % places) }, [sequences * places]),
      offsets: try tape.backend.tensor((0...sequences).map { Int32($0 * places) }, [sequences + 1]))
  }
}
