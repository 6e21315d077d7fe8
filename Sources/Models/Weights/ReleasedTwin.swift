import Tensors

/// What two towers a checkpoint of another package holds, told by the names and shapes of its arrays.
///
/// Nothing in a checkpoint says how many heads a layer has: CLIP's and BERT's have one for every 64 of the width.
public struct ReleasedTwin: Sendable {
  /// Whose names the arrays bear.
  public enum Family: String, Sendable, CaseIterable {
    /// open_clip, and OpenAI before it.
    case openCLIP
    /// `CLIPModel` of transformers.
    case transformersCLIP
    /// `ChineseCLIPModel` of transformers.
    case chineseCLIP
  }

  public let family: Family
  public let image: TowerConfiguration
  public let text: TextConfiguration
  public let layout: WeightLayout
  /// How the package normalises pixels.
  public let pixels = PixelNormalization.clip

  /// - Parameters:
  ///   - arrays: all arrays of a file.
  ///   - heads: of the image tower; nil takes one for every 64 of its width.
  ///   - textHeads: of the text tower, likewise.
  ///   - activation: nil takes what is usual: the sigmoid in transformers' and OpenAI's weights, exact in open_clip's.
  ///
  /// Throws when the arrays are none of these, or one that tells a size is missing or of an odd shape.
  public init(
    _ arrays: [String: WeightArray], heads: Int? = nil, textHeads: Int? = nil, activation: GELUForm? = nil
  ) throws {
    let names = TwinShapes(arrays.mapValues(\.shape))
    let family = try names.family()
    let (image, text) = (try names.image(family), try names.text(family))
    let isOpen = family == .openCLIP
    // OpenAI's own files tell their sizes beside the weights.
    let isOpenAI = arrays["input_resolution"] != nil
    let form = activation ?? (isOpen && !isOpenAI ? .erf : .sigmoid)
    self.family = family
    self.image = TowerConfiguration(
      width: image.width, depth: image.depth, heads: try Self.heads(heads, image.width, "image"), mlp: image.mlp,
      patch: image.patch, embedding: image.embedding, gridRows: image.grid, gridColumns: image.grid
    ).styledAsCLIP(activation: form)
    let plain = TextConfiguration(
      encoder: EncoderConfiguration(
        width: text.width, depth: text.depth, heads: try Self.heads(textHeads, text.width, "text"), mlp: text.mlp,
        embedding: image.embedding), vocabulary: text.vocabulary, context: text.context)
    self.text = family == .chineseCLIP ? plain.styledAsBERT() : plain.styledAsCLIP(activation: form)
    switch family {
    case .openCLIP: layout = .openCLIP(image: self.image, text: self.text)
    case .transformersCLIP: layout = .transformersCLIP(image: self.image, text: self.text)
    case .chineseCLIP: layout = .transformersChineseCLIP(image: self.image, text: self.text)
    }
  }

  private static func heads(_ given: Int?, _ width: Int, _ tower: String) throws -> Int {
    guard let given else { return max(1, width / 64) }
    guard given > 0, width % given == 0 else {
      throw ModelError("\(given) heads do not divide the \(tower) tower's width of \(width)")
    }
    return given
  }

  /// Fills twin towers of these shapes; arrays that hold sizes instead of weights are left out.
  public func load(_ arrays: [String: WeightArray], into towers: TwinTowers) throws {
    let weights = arrays.filter { !["input_resolution", "context_length", "vocab_size"].contains($0.key) }
    try layout.load(weights, into: towers.parameters)
    try pixels.fold(into: towers.parameters, name: "image", configuration: image)
  }
}

/// Reads sizes off shapes.
private struct TwinShapes {
  private let shapes: [String: [Int]]

  init(_ shapes: [String: [Int]]) { self.shapes = shapes }

  func family() throws -> ReleasedTwin.Family {
    if shapes["visual.conv1.weight"] != nil, shapes["token_embedding.weight"] != nil { return .openCLIP }
    if shapes["text_model.embeddings.word_embeddings.weight"] != nil { return .chineseCLIP }
    if shapes["text_model.embeddings.token_embedding.weight"] != nil { return .transformersCLIP }
    throw ModelError(
      "these are not the two transformers of CLIP, Chinese-CLIP or open_clip: 'visual.conv1.weight' or 'text_model.embeddings.…' should be there"
    )
  }

  func image(_ family: ReleasedTwin.Family) throws -> (
    width: Int, depth: Int, mlp: Int, patch: Int, grid: Int, embedding: Int
  ) {
    let isOpen = family == .openCLIP
    let patches = try shape(isOpen ? "visual.conv1.weight" : "vision_model.embeddings.patch_embedding.weight", axes: 4)
    let places = try shape(
      isOpen ? "visual.positional_embedding" : "vision_model.embeddings.position_embedding.weight", axes: 2)
    let block = isOpen ? "visual.transformer.resblocks." : "vision_model.encoder.layers."
    let hidden = try shape("\(block)0.\(isOpen ? "mlp.c_fc" : "mlp.fc1").weight", axes: 2)
    let head = try shape(isOpen ? "visual.proj" : "visual_projection.weight", axes: 2)
    let grid = Int(Double(max(places[0] - 1, 0)).squareRoot())
    guard grid > 0, grid * grid + 1 == places[0] else {
      throw ModelError("the positions of patches are \(places[0]), which is no square grid and a class token")
    }
    return (
      patches[0], depth(block, isOpen ? "ln_1.weight" : "layer_norm1.weight"), hidden[0], patches[3], grid,
      isOpen ? head[1] : head[0]
    )
  }

  func text(_ family: ReleasedTwin.Family) throws -> (width: Int, depth: Int, mlp: Int, vocabulary: Int, context: Int) {
    let (tokens, positions, block, hidden, norm) =
      switch family {
      case .openCLIP:
        ("token_embedding.weight", "positional_embedding", "transformer.resblocks.", "mlp.c_fc", "ln_1.weight")
      case .transformersCLIP:
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
    guard let found = shapes[name] else { throw ModelError("there is no array '\(name)'") }
    guard found.count == axes, !found.contains(0) else {
      throw ModelError("'\(name)' has the shape \(found), which should have \(axes) axes")
    }
    return found
  }
}
