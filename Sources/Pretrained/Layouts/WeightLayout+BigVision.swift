import Models

extension WeightLayout {
  /// The one-tower model of big_vision (`models/proj/clippo/one_tower.py`), once `BigVisionCheckpoint` has prepared its arrays.
  ///
  /// big_vision keeps queries, keys and values apart; ours stand side by side.
  public static func bigVision(oneTower tower: TowerConfiguration) -> WeightLayout {
    WeightLayout(entries: image("encoder", tower) + [Entry("logScale", ["t"])])
  }

  /// Two towers of big_vision (`models/proj/image_text/two_towers.py`), prepared likewise.
  ///
  /// - Parameter hasBias: whether logits have a learned bias, as in SigLIP.
  public static func bigVision(image: TowerConfiguration, text: TextConfiguration, hasBias: Bool) -> WeightLayout {
    let tokens = [Entry("text/tokens", ["txt/Embed_0/embedding"]), Entry("text/positions", ["txt/pos_embedding"])]
    let read =
      tokens + encoder("text", "txt/Encoder_0", depth: text.encoder.depth)
      + (text.encoder.pooling == .map ? map("text", "txt") : []) + layer("text/head", ["txt/head"])
    return WeightLayout(
      entries: Self.image("image", image) + read + [Entry("logScale", ["t"])]
        + (hasBias ? [Entry("logitBias", ["b"])] : []))
  }

  private static func image(_ ours: String, _ tower: TowerConfiguration) -> [Entry] {
    layer("\(ours)/embedding", ["img/embedding"]) + [Entry("\(ours)/positions", ["img/pos_embedding"])]
      + encoder(ours, "img/Transformer", depth: tower.depth) + (tower.pooling == .map ? map(ours, "img") : [])
      + layer("\(ours)/head", ["img/head"])
  }

  private static func encoder(_ ours: String, _ theirs: String, depth: Int) -> [Entry] {
    let blocks = (0..<depth).flatMap { index -> [Entry] in
      let (ours, theirs) = ("\(ours)/block\(index)", "\(theirs)/encoderblock_\(index)")
      let attention = "\(theirs)/MultiHeadDotProductAttention_0"
      return scaled("\(ours)/attentionNorm", "\(theirs)/LayerNorm_0")
        + layer("\(ours)/attention/qkv", ["query", "key", "value"].map { "\(attention)/\($0)" })
        + layer("\(ours)/attention/out", ["\(attention)/out"]) + scaled("\(ours)/mlpNorm", "\(theirs)/LayerNorm_1")
        + perceptron("\(ours)/mlp", "\(theirs)/MlpBlock_0")
    }
    return blocks + scaled("\(ours)/norm", "\(theirs)/encoder_norm")
  }

  private static func map(_ ours: String, _ theirs: String) -> [Entry] {
    let (ours, theirs) = ("\(ours)/map", "\(theirs)/MAPHead_0")
    let attention = "\(theirs)/MultiHeadDotProductAttention_0"
    return [Entry("\(ours)/probe", ["\(theirs)/probe"])] + layer("\(ours)/attention/query", ["\(attention)/query"])
      + layer("\(ours)/attention/keyValue", ["\(attention)/key", "\(attention)/value"])
      + layer("\(ours)/attention/out", ["\(attention)/out"]) + scaled("\(ours)/norm", "\(theirs)/LayerNorm_0")
      + perceptron("\(ours)/mlp", "\(theirs)/MlpBlock_0")
  }

  private static func perceptron(_ ours: String, _ theirs: String) -> [Entry] {
    layer("\(ours)/up", ["\(theirs)/Dense_0"]) + layer("\(ours)/down", ["\(theirs)/Dense_1"])
  }

  private static func layer(_ ours: String, _ theirs: [String]) -> [Entry] {
    ["kernel", "bias"].map { kind in Entry("\(ours)/\(kind)", theirs.map { "\($0)/\(kind)" }) }
  }

  private static func scaled(_ ours: String, _ theirs: String) -> [Entry] {
    ["scale", "bias"].map { Entry("\(ours)/\($0)", ["\(theirs)/\($0)"]) }
  }
}
