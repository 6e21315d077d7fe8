import Models

/// The parameters of a tower by name and shape, known without building it: a model too large for the memory can be
/// planned all the same.
public struct ParameterPlan: Sendable {
  /// One parameter.
  public struct Entry: Sendable, Equatable {
    public let name: String
    /// Axes, outermost first.
    public let shape: [Int]
    public var count: Int { shape.reduce(1, *) }
  }

  /// In the order of the parameter store.
  public let entries: [Entry]

  /// Trained values altogether.
  public var count: Int { entries.reduce(0) { $0 + $1.count } }

  /// - Parameter hasLogitBias: whether the objective learns a bias on the logits.
  public init(_ tower: TowerConfiguration, hasLogitBias: Bool = false) {
    let width = tower.width
    var entries = Self.linear("encoder/embedding", tower.patchWidth, width)
    entries.append(Entry(name: "encoder/positions", shape: [tower.places, width]))
    for index in 0..<tower.depth { entries += Self.block("encoder/block\(index)", tower) }
    entries += Self.norm("encoder/norm", width)
    if tower.pooling == .map { entries += Self.map("encoder/map", tower) }
    entries += Self.linear("encoder/head", width, tower.embedding)
    entries.append(Entry(name: "logScale", shape: [1]))
    if hasLogitBias { entries.append(Entry(name: "logitBias", shape: [1])) }
    self.entries = entries
  }

  private static func block(_ name: String, _ tower: TowerConfiguration) -> [Entry] {
    norm("\(name)/attentionNorm", tower.width) + linear("\(name)/attention/qkv", tower.width, 3 * tower.width)
      + linear("\(name)/attention/out", tower.width, tower.width) + norm("\(name)/mlpNorm", tower.width)
      + mlp("\(name)/mlp", tower)
  }

  private static func map(_ name: String, _ tower: TowerConfiguration) -> [Entry] {
    [Entry(name: "\(name)/probe", shape: [1, tower.width])]
      + linear("\(name)/attention/query", tower.width, tower.width)
      + linear("\(name)/attention/keyValue", tower.width, 2 * tower.width)
      + linear("\(name)/attention/out", tower.width, tower.width) + norm("\(name)/norm", tower.width)
      + mlp("\(name)/mlp", tower)
  }

  private static func mlp(_ name: String, _ tower: TowerConfiguration) -> [Entry] {
    linear("\(name)/up", tower.width, tower.mlp) + linear("\(name)/down", tower.mlp, tower.width)
  }

  private static func linear(_ name: String, _ inputs: Int, _ outputs: Int) -> [Entry] {
    [Entry(name: "\(name)/kernel", shape: [inputs, outputs]), Entry(name: "\(name)/bias", shape: [outputs])]
  }

  private static func norm(_ name: String, _ width: Int) -> [Entry] {
    [Entry(name: "\(name)/scale", shape: [width]), Entry(name: "\(name)/bias", shape: [width])]
  }
}
