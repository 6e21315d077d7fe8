import Models

/// Reads the sizes of two towers off the shapes of a PyTorch package's arrays.
struct TwinShapes {
  private let shapes: [String: [Int]]

  private static let visionPatches = "vision_model.embeddings.patch_embedding.weight"

  /// What a complaint calls an array.
  private let named: (String) -> String

  init(_ shapes: [String: [Int]], named: @escaping (String) -> String = { $0 }) {
    self.shapes = shapes
    self.named = named
  }

  func family() throws -> ReleasedTwin.Family {
    if shapes["visual.conv1.weight"] != nil, shapes["token_embedding.weight"] != nil { return .openCLIP }
    if shapes["text_model.embeddings.word_embeddings.weight"] != nil { return .chineseCLIP }
    if shapes["vision_model.head.probe"] != nil {
      return shapes[Self.visionPatches]?.count == 2 ? .siglipNaFlex : .siglip
    }
    if shapes["visual.trunk.attn_pool.latent"] != nil { return .openCLIPSigLIP }
    if shapes["text_model.embeddings.token_embedding.weight"] != nil { return .transformersCLIP }
    throw ModelError(
      "these are not the two transformers of CLIP, Chinese-CLIP, open_clip, SigLIP or big_vision: 'visual.conv1.weight' or 'text_model.embeddings.…' should be there"
    )
  }

  func image(_ family: ReleasedTwin.Family) throws -> (
    width: Int, depth: Int, mlp: Int, patch: Int, grid: Int, embedding: Int
  ) {
    let isOpen = family == .openCLIP
    let isSigLIP = family.isSigLIP
    let isDense = family == .siglipNaFlex
    let patches = try shape(isOpen ? "visual.conv1.weight" : Self.visionPatches, axes: isDense ? 2 : 4)
    let patch = isDense ? Int(Double(patches[1] / 3).squareRoot()) : patches[3]
    guard !isDense || 3 * patch * patch == patches[1] else {
      throw ModelError("'\(Self.visionPatches)' reads \(patches[1]) values, which are no square patch of three colors")
    }
    let places = try shape(
      isOpen ? "visual.positional_embedding" : "vision_model.embeddings.position_embedding.weight", axes: 2)
    let block = isOpen ? "visual.transformer.resblocks." : "vision_model.encoder.layers."
    let hidden = try shape("\(block)0.\(isOpen ? "mlp.c_fc" : "mlp.fc1").weight", axes: 2)
    let classTokens = isSigLIP ? 0 : 1
    let grid = Int(Double(max(places[0] - classTokens, 0)).squareRoot())
    guard grid > 0, grid * grid + classTokens == places[0] else {
      throw ModelError(
        "the positions of patches are \(places[0]), which is no square grid\(classTokens > 0 ? " and a class token" : "")"
      )
    }
    let head = try shape(
      isOpen ? "visual.proj" : isSigLIP ? "text_model.head.weight" : "visual_projection.weight", axes: 2)
    guard !isSigLIP || head[0] == patches[0] else {
      throw ModelError(
        "embeddings of texts have \(head[0]) values and those of images \(patches[0]); they must be alike")
    }
    return (
      patches[0], depth(block, isOpen ? "ln_1.weight" : "layer_norm1.weight"), hidden[0], patch, grid,
      isOpen ? head[1] : head[0]
    )
  }

  func text(_ family: ReleasedTwin.Family) throws -> (width: Int, depth: Int, mlp: Int, vocabulary: Int, context: Int) {
    let (tokens, positions, block, hidden, norm) =
      switch family {
      case .openCLIP:
        ("token_embedding.weight", "positional_embedding", "transformer.resblocks.", "mlp.c_fc", "ln_1.weight")
      case .transformersCLIP, .siglip, .siglipNaFlex, .openCLIPSigLIP, .bigVision:
        (
          "text_model.embeddings.token_embedding.weight", "text_model.embeddings.position_embedding.weight",
          "text_model.encoder.layers.", "mlp.fc1", "layer_norm1.weight"
        )
      case .chineseCLIP:
        (
          "text_model.embeddings.word_embeddings.weight", "text_model.embeddings.position_embeddings.weight",
          "text_model.encoder.layer.", "intermediate.dense", "output.LayerNorm.weight"
        )
      }
    let table = try shape(tokens, axes: 2)
    return (
      table[1], depth(block, norm), try shape("\(block)0.\(hidden).weight", axes: 2)[0], table[0],
      try shape(positions, axes: 2)[0]
    )
  }

  private func depth(_ block: String, _ array: String) -> Int {
    (0...).prefix { shapes["\(block)\($0).\(array)"] != nil }.count
  }

  private func shape(_ name: String, axes: Int) throws -> [Int] {
    guard let found = shapes[name] else { throw ModelError("there is no array '\(named(name))'") }
    guard found.count == axes, !found.contains(0) else {
      throw ModelError("'\(named(name))' has the shape \(found), which should have \(axes) axes")
    }
    return found
  }
}
