import Models

extension WeightLayout {
  /// CLIP as the Python package `transformers` names its arrays (`CLIPModel`).
  public static func transformersCLIP(image: TowerConfiguration, text: TextConfiguration) -> WeightLayout {
    let embeddings = [
      Entry("text/tokens", ["text_model.embeddings.token_embedding.weight"]),
      Entry("text/positions", ["text_model.embeddings.position_embedding.weight"]),
    ]
    let blocks = (0..<text.encoder.depth).flatMap {
      clipBlock("text/block\($0)", "text_model.encoder.layers.\($0)")
    }
    return WeightLayout(
      entries: clipImage(image) + embeddings + blocks + norm("text/norm", "text_model.final_layer_norm") + ends,
      ignored: ["position_ids"])
  }

  /// Chinese-CLIP as `transformers` names its arrays (`ChineseCLIPModel`): CLIP's image tower beside a BERT.
  public static func transformersChineseCLIP(image: TowerConfiguration, text: TextConfiguration) -> WeightLayout {
    let theirs = "text_model.embeddings"
    let embeddings =
      [
        Entry("text/tokens", ["\(theirs).word_embeddings.weight"]),
        Entry("text/positions", ["\(theirs).position_embeddings.weight"]),
        Entry("text/types", ["\(theirs).token_type_embeddings.weight"]),
      ] + norm("text/inputNorm", "\(theirs).LayerNorm")
    let blocks = (0..<text.encoder.depth).flatMap {
      bertBlock("text/block\($0)", "text_model.encoder.layer.\($0)")
    }
    return WeightLayout(
      entries: clipImage(image) + embeddings + blocks + ends, ignored: ["position_ids", "token_type_ids"])
  }

  private static var ends: [Entry] {
    [
      Entry("image/head/kernel", ["visual_projection.weight"], .transposed),
      Entry("text/head/kernel", ["text_projection.weight"], .transposed), Entry("logScale", ["logit_scale"]),
    ]
  }

  private static func clipImage(_ image: TowerConfiguration) -> [Entry] {
    let theirs = "vision_model"
    let embeddings = [
      Entry("image/classToken", ["\(theirs).embeddings.class_embedding"]),
      Entry("image/embedding/kernel", ["\(theirs).embeddings.patch_embedding.weight"], .patches(side: image.patch)),
      Entry("image/positions", ["\(theirs).embeddings.position_embedding.weight"]),
    ]
    // The package spells it so.
    let norms =
      norm("image/inputNorm", "\(theirs).pre_layrnorm") + norm("image/norm", "\(theirs).post_layernorm")
    let blocks = (0..<image.depth).flatMap { clipBlock("image/block\($0)", "\(theirs).encoder.layers.\($0)") }
    return embeddings + norms + blocks
  }

  static func clipBlock(_ ours: String, _ theirs: String) -> [Entry] {
    norm("\(ours)/attentionNorm", "\(theirs).layer_norm1")
      + dense("\(ours)/attention/qkv", ["q", "k", "v"].map { "\(theirs).self_attn.\($0)_proj" })
      + dense("\(ours)/attention/out", ["\(theirs).self_attn.out_proj"])
      + norm("\(ours)/mlpNorm", "\(theirs).layer_norm2") + dense("\(ours)/mlp/up", ["\(theirs).mlp.fc1"])
      + dense("\(ours)/mlp/down", ["\(theirs).mlp.fc2"])
  }

  private static func bertBlock(_ ours: String, _ theirs: String) -> [Entry] {
    dense("\(ours)/attention/qkv", ["query", "key", "value"].map { "\(theirs).attention.self.\($0)" })
      + dense("\(ours)/attention/out", ["\(theirs).attention.output.dense"])
      + norm("\(ours)/attentionNorm", "\(theirs).attention.output.LayerNorm")
      + dense("\(ours)/mlp/up", ["\(theirs).intermediate.dense"])
      + dense("\(ours)/mlp/down", ["\(theirs).output.dense"]) + norm("\(ours)/mlpNorm", "\(theirs).output.LayerNorm")
  }

  static func dense(_ ours: String, _ theirs: [String]) -> [Entry] {
    [
      Entry("\(ours)/kernel", theirs.map { "\($0).weight" }, .transposed),
      Entry("\(ours)/bias", theirs.map { "\($0).bias" }),
    ]
  }

  static func norm(_ ours: String, _ theirs: String) -> [Entry] {
    [Entry("\(ours)/scale", ["\(theirs).weight"]), Entry("\(ours)/bias", ["\(theirs).bias"])]
  }
}
