import Tensors

extension WeightLayout {
  /// Two towers of big_vision (`models/proj/image_text/two_towers.py`), once `BigVisionCheckpoint.twinArrays` has prepared them.
  ///
  /// - Parameter hasBias: whether logits have a learned bias, as in SigLIP.
  public static func bigVision(image: TowerConfiguration, text: TextConfiguration, hasBias: Bool) -> WeightLayout {
    let stems =
      layer("image/embedding", ["img/embedding"])
      + [
        Entry("image/positions", ["img/pos_embedding"]), Entry("text/tokens", ["txt/Embed_0/embedding"]),
        Entry("text/positions", ["txt/pos_embedding"]),
      ]
    let towers =
      encoder("image", "img/Transformer", depth: image.depth)
      + encoder("text", "txt/Encoder_0", depth: text.encoder.depth)
      + (image.pooling == .map ? map("image", "img") : []) + (text.encoder.pooling == .map ? map("text", "txt") : [])
    let ends = layer("image/head", ["img/head"]) + layer("text/head", ["txt/head"]) + [Entry("logScale", ["t"])]
    return WeightLayout(entries: stems + towers + ends + (hasBias ? [Entry("logitBias", ["b"])] : []))
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

extension BigVisionCheckpoint {
  /// The arrays of two towers as `WeightLayout.bigVision` wants them: heads beside each other in one axis, patches as rows, no axes
  /// of one, and a last layer where a tower has none.
  func twinArrays() throws -> [String: WeightArray] {
    var found: [String: WeightArray] = [:]
    for (name, array) in arrays {
      found[name] = WeightArray(shape: Self.plain(array.shape, name), values: array.values)
    }
    // Some older models added the positions of texts twice.
    if let more = found.removeValue(forKey: "txt/Encoder_0/pos_embedding"), let positions = found["txt/pos_embedding"] {
      guard more.shape == positions.shape else {
        throw ModelError("the two tables of the texts' positions differ in shape")
      }
      found["txt/pos_embedding"] = WeightArray(
        shape: positions.shape, values: zip(positions.values, more.values).map { $0 + $1 })
    }
    for (tower, norm) in [("img", "img/Transformer/encoder_norm/scale"), ("txt", "txt/Encoder_0/encoder_norm/scale")]
    where found["\(tower)/head/kernel"] == nil {
      guard let width = found[norm]?.shape.last else { throw ModelError("there is no array '\(norm)'") }
      for (name, array) in WeightArray.identityLayer("head", width: width) {
        found["\(tower)/head/\(name == "head.weight" ? "kernel" : "bias")"] = array
      }
    }
    return found
  }

  private static func plain(_ shape: [Int], _ name: String) -> [Int] {
    let isKernel = name.hasSuffix("/kernel")
    if name.contains("MultiHeadDotProductAttention_") {
      switch (shape.count, isKernel) {
      case (3, _): return name.contains("/out/") ? [shape[0] * shape[1], shape[2]] : [shape[0], shape[1] * shape[2]]
      case (2, false): return [shape[0] * shape[1]]
      default: return shape
      }
    }
    if isKernel, shape.count == 4 { return [shape[0] * shape[1] * shape[2], shape[3]] }
    return isKernel ? shape : shape.filter { $0 != 1 }
  }
}

extension BigVisionCheckpoint {
  /// The shapes of two towers.
  ///
  /// Throws when a tower is of another kind, such as a ResNet or BERT.
  func twin(
    activation: GELUForm, textPooling: EncoderConfiguration.Pooling
  ) throws -> (image: TowerConfiguration, text: TextConfiguration) {
    func shape(_ name: String, axes: Int) throws -> [Int] {
      guard let found = arrays[name]?.shape else {
        throw ModelError("there is no array '\(name)'; transformers of pictures and of texts have one")
      }
      guard found.count == axes, !found.contains(0) else {
        throw ModelError("'\(name)' has the shape \(found), which should have \(axes) axes")
      }
      return found
    }
    let patches = try shape("img/embedding/kernel", axes: 4)
    let places = try shape("img/pos_embedding", axes: 3)[1]
    let side = Int(Double(places).squareRoot())
    guard side * side == places else {
      throw ModelError("'img/pos_embedding' has \(places) places, which is no square grid")
    }
    guard arrays["img/cls"] == nil else { throw ModelError("pictures have a class token, which is not read") }
    let (tokens, context) = (try shape("txt/Embed_0/embedding", axes: 2), try shape("txt/pos_embedding", axes: 3)[1])
    func encoder(_ tower: String, _ blocks: String, width: Int, pooling: EncoderConfiguration.Pooling) throws
      -> EncoderConfiguration
    {
      let first = "\(blocks)/encoderblock_0"
      let query = try shape("\(first)/MultiHeadDotProductAttention_0/query/kernel", axes: 3)
      let hidden = try shape("\(first)/MlpBlock_0/Dense_0/kernel", axes: 2)
      let depth = (0...).prefix { arrays["\(blocks)/encoderblock_\($0)/LayerNorm_0/scale"] != nil }.count
      var encoder = EncoderConfiguration(
        width: width, depth: depth, heads: query[1], mlp: hidden[1],
        pooling: arrays["\(tower)/MAPHead_0/probe"] == nil ? pooling : .map,
        embedding: arrays["\(tower)/head/kernel"]?.shape.last ?? width)
      encoder.activation = activation
      return encoder
    }
    var image = TowerConfiguration(
      width: patches[3], depth: 1, heads: 1, patch: patches[0], embedding: 1, gridRows: side, gridColumns: side)
    image.encoder = try encoder("img", "img/Transformer", width: patches[3], pooling: .mean)
    let text = try encoder("txt", "txt/Encoder_0", width: tokens[1], pooling: textPooling)
    guard image.embedding == text.embedding else {
      throw ModelError("embeddings of pictures have \(image.embedding) values and those of texts \(text.embedding)")
    }
    return (image, TextConfiguration(encoder: text, vocabulary: tokens[0], context: context))
  }
}
