import Models

extension WeightLayout {
  /// SigLIP as the Python package `transformers` names its arrays (`SiglipModel`), once `SigLIPArrays` has prepared them.
  ///
  /// - Parameter patches: how the layer that reads patches lies; nil for a convolution over whole ones.
  public static func transformersSigLIP(
    image: TowerConfiguration, text: TextConfiguration, patches: Form? = nil
  ) -> WeightLayout {
    let (seen, read) = ("vision_model", "text_model")
    let patches = patches ?? .patches(side: image.patch)
    let stems =
      [
        Entry("image/embedding/kernel", ["\(seen).embeddings.patch_embedding.weight"], patches),
        Entry("image/embedding/bias", ["\(seen).embeddings.patch_embedding.bias"]),
        Entry("image/positions", ["\(seen).embeddings.position_embedding.weight"]),
        Entry("text/tokens", ["\(read).embeddings.token_embedding.weight"]),
        Entry("text/positions", ["\(read).embeddings.position_embedding.weight"]),
      ]
    let blocks =
      (0..<image.depth).flatMap { clipBlock("image/block\($0)", "\(seen).encoder.layers.\($0)") }
      + (0..<text.encoder.depth).flatMap { clipBlock("text/block\($0)", "\(read).encoder.layers.\($0)") }
    let pooled =
      [Entry("image/map/probe", ["\(seen).head.probe"])]
      + dense("image/map/attention/query", ["\(seen).head.attention.q_proj"])
      + dense("image/map/attention/keyValue", ["k", "v"].map { "\(seen).head.attention.\($0)_proj" })
      + dense("image/map/attention/out", ["\(seen).head.attention.out_proj"])
      + norm("image/map/norm", "\(seen).head.layernorm") + dense("image/map/mlp/up", ["\(seen).head.mlp.fc1"])
      + dense("image/map/mlp/down", ["\(seen).head.mlp.fc2"])
    let ends =
      dense("image/head", [SigLIPArrays.identity]) + dense("text/head", ["\(read).head"])
      + [Entry("logScale", ["logit_scale"]), Entry("logitBias", ["logit_bias"])]
    return WeightLayout(
      entries: stems + norm("image/norm", "\(seen).post_layernorm") + norm("text/norm", "\(read).final_layer_norm")
        + blocks + pooled + ends,
      ignored: ["position_ids"])
  }
}

/// SigLIP's arrays in the package's form and in ours.
///
/// The package keeps the projections of the attention that pools as one array, and its images' embedding is what that attention
/// gives; ours goes through a last layer, which is the identity then.
enum SigLIPArrays {
  /// What the identity is called among the prepared arrays.
  static let identity = "vision_model.identity"
  private static let attention = "vision_model.head.attention"
  private static let parts = ["q", "k", "v"]

  /// The package's arrays as `WeightLayout.transformersSigLIP` wants them.
  static func prepared(_ arrays: [String: WeightArray]) throws -> [String: WeightArray] {
    var arrays = arrays
    guard let weight = arrays.removeValue(forKey: "\(attention).in_proj_weight"),
      let bias = arrays.removeValue(forKey: "\(attention).in_proj_bias"), let width = weight.shape.last,
      weight.shape == [3 * width, width], bias.shape == [3 * width]
    else {
      throw ModelError("'\(attention).in_proj_weight' and '….in_proj_bias' should hold three projections")
    }
    for (part, name) in parts.enumerated() {
      arrays["\(attention).\(name)_proj.weight"] = WeightArray(
        shape: [width, width], values: Array(weight.values[part * width * width..<(part + 1) * width * width]))
      arrays["\(attention).\(name)_proj.bias"] = WeightArray(
        shape: [width], values: Array(bias.values[part * width..<(part + 1) * width]))
    }
    for name in ["vision_model.head.probe", "logit_scale", "logit_bias"] {
      guard let array = arrays[name] else { throw ModelError("there is no array '\(name)'") }
      arrays[name] = WeightArray(shape: array.shape.filter { $0 != 1 }, values: array.values)
    }
    arrays.merge(WeightArray.identityLayer(identity, width: width)) { own, _ in own }
    return arrays
  }

  /// The reverse. Throws where the last layer is not the identity any more: the package has no place for it.
  static func restored(_ arrays: [String: WeightArray]) throws -> [String: WeightArray] {
    var arrays = arrays
    guard let kernel = arrays.removeValue(forKey: "\(identity).weight"),
      let shift = arrays.removeValue(forKey: "\(identity).bias"), let width = kernel.shape.last,
      kernel.values == WeightArray.identityLayer(identity, width: width)["\(identity).weight"]?.values,
      shift.values.allSatisfy({ $0 == 0 })
    else {
      throw ModelError("the image tower's last layer is no identity; SigLIP has no place for it")
    }
    for (kind, shape) in [("weight", [3 * width, width]), ("bias", [3 * width])] {
      let values = parts.flatMap { arrays.removeValue(forKey: "\(attention).\($0)_proj.\(kind)")?.values ?? [] }
      arrays["\(attention).in_proj_\(kind)"] = WeightArray(shape: shape, values: values)
    }
    if let probe = arrays["vision_model.head.probe"] {
      arrays["vision_model.head.probe"] = WeightArray(shape: [1, 1, width], values: probe.values)
    }
    for name in ["logit_scale", "logit_bias"] {
      if let array = arrays[name] { arrays[name] = WeightArray(shape: [1], values: array.values) }
    }
    return arrays
  }
}

extension WeightArray {
  /// A dense layer that changes nothing, as PyTorch's packages name its arrays.
  static func identityLayer(_ name: String, width: Int) -> [String: WeightArray] {
    var kernel = [Float](repeating: 0, count: width * width)
    for place in 0..<width { kernel[place * width + place] = 1 }
    return [
      "\(name).weight": WeightArray(shape: [width, width], values: kernel),
      "\(name).bias": WeightArray(shape: [width], values: [Float](repeating: 0, count: width)),
    ]
  }
}
