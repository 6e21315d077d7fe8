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

  /// The same summed by what the parameters belong to.
  public var parts: [(part: String, count: Int)] {
    var sums: [(part: String, count: Int)] = []
    for entry in entries {
      let names = entry.name.split(separator: "/").map(String.init)
      let part =
        switch (names[0], names.count > 1 ? names[1] : "") {
        case (_, "tokens"), (_, "types"), ("text", "positions"): "tables of tokens"
        case (_, "embedding"), (_, "positions"), (_, "classToken"): "reading patches"
        case ("encoder", _): "shared tower"
        case ("image", _): "image tower"
        case ("text", _): "text tower"
        default: "scale and bias of logits"
        }
      if let place = sums.firstIndex(where: { $0.part == part }) {
        sums[place].count += entry.count
      } else {
        sums.append((part, entry.count))
      }
    }
    return sums
  }

  /// - Parameter hasLogitBias: whether the objective learns a bias on the logits.
  public init(_ shape: ModelShape, hasLogitBias: Bool = false) {
    var entries: [Entry] =
      switch shape {
      case .pages(let image): Self.image("encoder", image)
      case .sharedTokens(let image, let text): Self.image("encoder", image) + Self.tokens("text", text)
      case .twin(let image, let text):
        Self.image("image", image) + Self.tokens("text", text) + Self.encoder("text", text.encoder)
      }
    entries.append(Entry(name: "logScale", shape: [1]))
    if hasLogitBias { entries.append(Entry(name: "logitBias", shape: [1])) }
    self.entries = entries
  }

  private static func image(_ name: String, _ tower: TowerConfiguration) -> [Entry] {
    let classToken = tower.hasClassToken ? [Entry(name: "\(name)/classToken", shape: [1, tower.width])] : []
    let places = tower.positions + classToken.count
    return linear("\(name)/embedding", tower.patchWidth, tower.width, hasBias: tower.hasPatchBias) + classToken
      + [Entry(name: "\(name)/positions", shape: [places, tower.width])] + encoder(name, tower.encoder)
  }

  private static func tokens(_ name: String, _ text: TextConfiguration) -> [Entry] {
    let width = text.encoder.width
    let tables = [("tokens", text.vocabulary), ("positions", text.context), ("types", text.tokenTypes)]
    return tables.filter { $0.1 > 0 }.map { Entry(name: "\(name)/\($0.0)", shape: [$0.1, width]) }
  }

  private static func encoder(_ name: String, _ tower: EncoderConfiguration) -> [Entry] {
    (tower.normsInput ? norm("\(name)/inputNorm", tower.width) : [])
      + (0..<tower.depth).flatMap { block("\(name)/block\($0)", tower) }
      + (tower.norms == .before ? norm("\(name)/norm", tower.width) : [])
      + (tower.pooling == .map ? map("\(name)/map", tower) : [])
      + linear("\(name)/head", tower.width, tower.embedding, hasBias: tower.hasHeadBias)
  }

  private static func block(_ name: String, _ tower: EncoderConfiguration) -> [Entry] {
    norm("\(name)/attentionNorm", tower.width) + linear("\(name)/attention/qkv", tower.width, 3 * tower.width)
      + linear("\(name)/attention/out", tower.width, tower.width) + norm("\(name)/mlpNorm", tower.width)
      + mlp("\(name)/mlp", tower)
  }

  private static func map(_ name: String, _ tower: EncoderConfiguration) -> [Entry] {
    [Entry(name: "\(name)/probe", shape: [1, tower.width])]
      + linear("\(name)/attention/query", tower.width, tower.width)
      + linear("\(name)/attention/keyValue", tower.width, 2 * tower.width)
      + linear("\(name)/attention/out", tower.width, tower.width) + norm("\(name)/norm", tower.width)
      + mlp("\(name)/mlp", tower)
  }

  private static func mlp(_ name: String, _ tower: EncoderConfiguration) -> [Entry] {
    linear("\(name)/up", tower.width, tower.mlp) + linear("\(name)/down", tower.mlp, tower.width)
  }

  private static func linear(_ name: String, _ inputs: Int, _ outputs: Int, hasBias: Bool = true) -> [Entry] {
    [Entry(name: "\(name)/kernel", shape: [inputs, outputs])]
      + (hasBias ? [Entry(name: "\(name)/bias", shape: [outputs])] : [])
  }

  private static func norm(_ name: String, _ width: Int) -> [Entry] {
    [Entry(name: "\(name)/scale", shape: [width]), Entry(name: "\(name)/bias", shape: [width])]
  }
}
