/// Which arrays of a big_vision checkpoint make up which of our parameters.
///
/// big_vision keeps queries, keys and values apart and gives heads an axis of their own; we keep one matrix with the
/// parts side by side in the columns. All other arrays differ in name and shape only, never in order.
public struct BigVisionNames: Sendable {
  public struct Entry: Sendable, Hashable {
    /// Our name.
    public let parameter: String
    /// Their names, in the order in which their columns stand side by side.
    public let parts: [String]
  }

  public let entries: [Entry]

  /// The one-tower model of `models/proj/clippo/one_tower.py`.
  public init(configuration: TowerConfiguration) {
    var entries = Self.pair("encoder/embedding", ["img/embedding"], ["kernel", "bias"])
    entries.append(Entry(parameter: "encoder/positions", parts: ["img/pos_embedding"]))
    for index in 0..<configuration.depth {
      let theirs = "img/Transformer/encoderblock_\(index)"
      let ours = "encoder/block\(index)"
      let attention = "\(theirs)/MultiHeadDotProductAttention_0"
      entries += Self.pair("\(ours)/attentionNorm", ["\(theirs)/LayerNorm_0"], ["scale", "bias"])
      entries += Self.pair("\(ours)/attention/qkv", ["query", "key", "value"].map { "\(attention)/\($0)" })
      entries += Self.pair("\(ours)/attention/out", ["\(attention)/out"])
      entries += Self.pair("\(ours)/mlpNorm", ["\(theirs)/LayerNorm_1"], ["scale", "bias"])
      entries += Self.mlp("\(ours)/mlp", "\(theirs)/MlpBlock_0")
    }
    entries += Self.pair("encoder/norm", ["img/Transformer/encoder_norm"], ["scale", "bias"])
    if configuration.pooling == .map { entries += Self.map }
    entries += Self.pair("encoder/head", ["img/head"])
    entries.append(Entry(parameter: "logScale", parts: ["t"]))
    self.entries = entries
  }

  private static var map: [Entry] {
    let attention = "img/MAPHead_0/MultiHeadDotProductAttention_0"
    return [Entry(parameter: "encoder/map/probe", parts: ["img/MAPHead_0/probe"])]
      + pair("encoder/map/attention/query", ["\(attention)/query"])
      + pair("encoder/map/attention/keyValue", ["\(attention)/key", "\(attention)/value"])
      + pair("encoder/map/attention/out", ["\(attention)/out"])
      + pair("encoder/map/norm", ["img/MAPHead_0/LayerNorm_0"], ["scale", "bias"])
      + mlp("encoder/map/mlp", "img/MAPHead_0/MlpBlock_0")
  }

  private static func mlp(_ ours: String, _ theirs: String) -> [Entry] {
    pair("\(ours)/up", ["\(theirs)/Dense_0"]) + pair("\(ours)/down", ["\(theirs)/Dense_1"])
  }

  private static func pair(_ ours: String, _ theirs: [String], _ names: [String] = ["kernel", "bias"]) -> [Entry] {
    names.map { name in Entry(parameter: "\(ours)/\(name)", parts: theirs.map { "\($0)/\(name)" }) }
  }
}

extension BigVisionNames {
  /// The configuration that arrays of these names and shapes describe.
  ///
  /// - Parameter shapes: shape of every array, without the prefix `params/`.
  public static func configuration(shapes: [String: [Int]]) throws -> TowerConfiguration {
    func shape(_ name: String, axes: Int) throws -> [Int] {
      guard let found = shapes[name] else {
        throw ModelError("there is no array '\(name)'; a big_vision one-tower checkpoint has one")
      }
      guard found.count == axes else { throw ModelError("'\(name)' has shape \(found), not \(axes) axes") }
      return found
    }
    let embedding = try shape("img/embedding/kernel", axes: 4)
    let positions = try shape("img/pos_embedding", axes: 3)
    let block = "img/Transformer/encoderblock_"
    let depth = (0...).prefix { shapes["\(block)\($0)/LayerNorm_0/scale"] != nil }.count
    let query = try shape("\(block)0/MultiHeadDotProductAttention_0/query/kernel", axes: 3)
    let hidden = try shape("\(block)0/MlpBlock_0/Dense_0/kernel", axes: 2)
    let head = try shape("img/head/kernel", axes: 2)
    let side = Int(Double(positions[1]).squareRoot())
    guard side * side == positions[1] else {
      throw ModelError("'img/pos_embedding' has \(positions[1]) places, which is no square grid")
    }
    return TowerConfiguration(
      width: embedding[3], depth: depth, heads: query[1], mlp: hidden[1], patch: embedding[0],
      pooling: shapes["img/MAPHead_0/probe"] == nil ? .mean : .map, embedding: head[1], gridRows: side,
      gridColumns: side)
  }
}
