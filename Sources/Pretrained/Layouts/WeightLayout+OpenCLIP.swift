import Models

extension WeightLayout {
  /// CLIP as open_clip, and OpenAI before it, name its arrays.
  public static func openCLIP(image: TowerConfiguration, text: TextConfiguration) -> WeightLayout {
    let images =
      [
        Entry("image/classToken", ["visual.class_embedding"]),
        Entry("image/embedding/kernel", ["visual.conv1.weight"], .patches(side: image.patch)),
        Entry("image/positions", ["visual.positional_embedding"]), Entry("image/head/kernel", ["visual.proj"]),
      ] + norm("image/inputNorm", "visual.ln_pre") + norm("image/norm", "visual.ln_post")
      + (0..<image.depth).flatMap { openBlock("image/block\($0)", "visual.transformer.resblocks.\($0)") }
    let texts =
      [
        Entry("text/tokens", ["token_embedding.weight"]), Entry("text/positions", ["positional_embedding"]),
        Entry("text/head/kernel", ["text_projection"]), Entry("logScale", ["logit_scale"]),
      ] + norm("text/norm", "ln_final")
      + (0..<text.encoder.depth).flatMap { openBlock("text/block\($0)", "transformer.resblocks.\($0)") }
    return WeightLayout(entries: images + texts, ignored: ["attn_mask"])
  }

  private static func openBlock(_ ours: String, _ theirs: String) -> [Entry] {
    norm("\(ours)/attentionNorm", "\(theirs).ln_1")
      + [
        Entry("\(ours)/attention/qkv/kernel", ["\(theirs).attn.in_proj_weight"], .transposed),
        Entry("\(ours)/attention/qkv/bias", ["\(theirs).attn.in_proj_bias"]),
      ] + dense("\(ours)/attention/out", ["\(theirs).attn.out_proj"]) + norm("\(ours)/mlpNorm", "\(theirs).ln_2")
      + dense("\(ours)/mlp/up", ["\(theirs).mlp.c_fc"]) + dense("\(ours)/mlp/down", ["\(theirs).mlp.c_proj"])
  }
}
