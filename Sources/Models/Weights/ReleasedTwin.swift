import Tensors

/// What two towers a checkpoint of another package holds, told by the names and shapes of its arrays.
///
/// Nothing in PyTorch's checkpoints says how many heads a layer has: CLIP's and BERT's have one for every 64 of the width.
public struct ReleasedTwin: Sendable {
  /// Whose names the arrays bear.
  public enum Family: String, Sendable, CaseIterable {
    /// open_clip, and OpenAI before it.
    case openCLIP
    /// `CLIPModel` of transformers.
    case transformersCLIP
    /// `ChineseCLIPModel` of transformers.
    case chineseCLIP
    /// `SiglipModel` of transformers.
    case siglip
    /// `models/proj/image_text/two_towers.py` of big_vision, which SigLIP was trained with.
    case bigVision

    /// Whether texts are filled up to the context with end tokens, which count like others.
    public var fillsTexts: Bool { self == .siglip || self == .bigVision }
  }

  public let family: Family
  public let image: TowerConfiguration
  public let text: TextConfiguration
  public let layout: WeightLayout
  /// How the package normalises pixels.
  public let pixels: PixelNormalization
  /// Whether logits have a learned bias.
  public let hasBias: Bool

  /// - Parameters:
  ///   - arrays: all arrays of a file.
  ///   - heads: of the image tower; nil takes one for every 64 of its width.
  ///   - textHeads: of the text tower, likewise.
  ///   - activation: nil takes what is usual: the sigmoid in transformers' and OpenAI's weights, exact in open_clip's, and tanh
  ///     in SigLIP's.
  ///   - textPooling: which token of a text becomes its embedding in big_vision's models without attention for it; nothing in
  ///     their files tells.
  ///
  /// Throws when the arrays are none of these, or one that tells a size is missing or of an odd shape.
  public init(
    _ arrays: [String: WeightArray], heads: Int? = nil, textHeads: Int? = nil, activation: GELUForm? = nil,
    textPooling: EncoderConfiguration.Pooling = .last
  ) throws {
    if let checkpoint = try? BigVisionCheckpoint(arrays) {
      self = try ReleasedTwin(checkpoint, activation: activation ?? .tanh, textPooling: textPooling)
      return
    }
    let names = TwinShapes(arrays.mapValues(\.shape))
    let family = try names.family()
    guard family != .siglip else {
      self = try ReleasedTwin(
        sigLIP: names, heads: heads, textHeads: textHeads, activation: activation ?? .tanh)
      return
    }
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
    pixels = .clip
    hasBias = false
    switch family {
    case .openCLIP: layout = .openCLIP(image: self.image, text: self.text)
    case .chineseCLIP: layout = .transformersChineseCLIP(image: self.image, text: self.text)
    default: layout = .transformersCLIP(image: self.image, text: self.text)
    }
  }

  private init(
    sigLIP names: TwinShapes, heads: Int?, textHeads: Int?, activation: GELUForm
  ) throws {
    let (image, text) = (try names.image(.siglip), try names.text(.siglip))
    family = .siglip
    var seen = TowerConfiguration(
      width: image.width, depth: image.depth, heads: try Self.sigLIPHeads(heads, image.width, "image"),
      mlp: image.mlp, patch: image.patch, pooling: .map, embedding: image.embedding, gridRows: image.grid,
      gridColumns: image.grid)
    seen.encoder.activation = activation
    var read = EncoderConfiguration(
      width: text.width, depth: text.depth, heads: try Self.sigLIPHeads(textHeads, text.width, "text"),
      mlp: text.mlp, pooling: .last, embedding: image.embedding)
    read.activation = activation
    self.image = seen
    self.text = TextConfiguration(encoder: read, vocabulary: text.vocabulary, context: text.context)
    layout = .transformersSigLIP(image: seen, text: self.text)
    pixels = .unit
    hasBias = true
  }

  private init(
    _ checkpoint: BigVisionCheckpoint, activation: GELUForm, textPooling: EncoderConfiguration.Pooling
  ) throws {
    family = .bigVision
    (image, text) = try checkpoint.twin(activation: activation, textPooling: textPooling)
    hasBias = checkpoint.arrays["b"] != nil
    layout = .bigVision(image: image, text: text, hasBias: hasBias)
    pixels = .unit
  }

  /// So400m and the giants have sixteen heads, whatever the width.
  private static func sigLIPHeads(_ given: Int?, _ width: Int, _ tower: String) throws -> Int {
    try heads(given ?? (width > 1024 ? 16 : nil), width, tower)
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
    try layout.load(prepared(arrays), into: towers.parameters)
    try pixels.fold(into: towers.parameters, name: "image", configuration: image)
  }
}

extension ReleasedTwin {
  /// A file's arrays as the layout wants them.
  public func prepared(_ arrays: [String: WeightArray]) throws -> [String: WeightArray] {
    switch family {
    case .siglip: try SigLIPArrays.prepared(arrays)
    case .bigVision: try BigVisionCheckpoint(arrays).twinArrays()
    default: arrays.filter { !["input_resolution", "context_length", "vocab_size"].contains($0.key) }
    }
  }

  /// The arrays that the package expects, made of twin towers.
  ///
  /// Throws for big_vision, whose files are read only, and where the package has no place for something.
  public func arrays(of towers: TwinTowers) throws -> [String: WeightArray] {
    guard family != .bigVision else { throw ModelError("weights are not written in big_vision's form") }
    let arrays = try layout.arrays(of: towers.parameters)
    return family == .siglip ? try SigLIPArrays.restored(arrays) : arrays
  }
}

/// Reads sizes off shapes.
private struct TwinShapes {
  private let shapes: [String: [Int]]

  init(_ shapes: [String: [Int]]) { self.shapes = shapes }

  func family() throws -> ReleasedTwin.Family {
    if shapes["visual.conv1.weight"] != nil, shapes["token_embedding.weight"] != nil { return .openCLIP }
    if shapes["text_model.embeddings.word_embeddings.weight"] != nil { return .chineseCLIP }
    if shapes["vision_model.head.probe"] != nil { return .siglip }
    if shapes["text_model.embeddings.token_embedding.weight"] != nil { return .transformersCLIP }
    throw ModelError(
      "these are not the two transformers of CLIP, Chinese-CLIP, open_clip, SigLIP or big_vision: 'visual.conv1.weight' or 'text_model.embeddings.…' should be there"
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
    let classTokens = family == .siglip ? 0 : 1
    let grid = Int(Double(max(places[0] - classTokens, 0)).squareRoot())
    guard grid > 0, grid * grid + classTokens == places[0] else {
      throw ModelError(
        "the positions of patches are \(places[0]), which is no square grid\(classTokens > 0 ? " and a class token" : "")"
      )
    }
    let head = try shape(
      isOpen ? "visual.proj" : family == .siglip ? "text_model.head.weight" : "visual_projection.weight", axes: 2)
    guard family != .siglip || head[0] == patches[0] else {
      throw ModelError(
        "embeddings of texts have \(head[0]) values and those of pictures \(patches[0]); they must be alike")
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
      case .transformersCLIP, .siglip, .bigVision:
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
