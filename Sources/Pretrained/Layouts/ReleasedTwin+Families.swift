import Models
import Tensors

extension ReleasedTwin {
  /// CLIP's two towers, under open_clip's or transformers' names, and Chinese-CLIP's.
  init(
    clip names: TwinShapes, _ family: Family, isOpenAI: Bool, heads: Int?, textHeads: Int?, activation: GELUForm?,
    textActivation: GELUForm?, pixels: PixelNormalization?
  ) throws {
    self.isOpenAI = isOpenAI
    let (image, text) = (try names.image(family), try names.text(family))
    let form = activation ?? (family == .openCLIP && !isOpenAI ? .erf : .sigmoid)
    self.family = family
    self.image = TowerConfiguration(
      width: image.width, depth: image.depth, heads: try Self.manyHeads(heads, image.width, "image"), mlp: image.mlp,
      patch: image.patch, embedding: image.embedding, gridRows: image.grid, gridColumns: image.grid
    ).withCLIPArchitecture(activation: form)
    let plain = TextConfiguration(
      encoder: EncoderConfiguration(
        width: text.width, depth: text.depth, heads: try Self.heads(textHeads, text.width, "text"), mlp: text.mlp,
        embedding: image.embedding), vocabulary: text.vocabulary, context: text.context)
    var read = family == .chineseCLIP ? plain.withBERTArchitecture() : plain.withCLIPArchitecture(activation: form)
    if let textActivation { read.encoder.activation = textActivation }
    self.text = read
    self.pixels = pixels ?? .clip
    hasBias = false
    switch family {
    case .openCLIP: layout = .openCLIP(image: self.image, text: self.text)
    case .chineseCLIP: layout = .transformersChineseCLIP(image: self.image, text: self.text)
    default: layout = .transformersCLIP(image: self.image, text: self.text)
    }
  }

  /// SigLIP's two towers, under transformers' names.
  init(
    sigLIP names: TwinShapes, _ family: Family, heads: Int?, textHeads: Int?, activation: GELUForm,
    textActivation: GELUForm?, pixels: PixelNormalization?
  ) throws {
    let isNaFlex = family == .siglipNaFlex
    let (image, text) = (try names.image(isNaFlex ? family : .siglip), try names.text(.siglip))
    self.family = family
    var seen = TowerConfiguration(
      width: image.width, depth: image.depth, heads: try Self.manyHeads(heads, image.width, "image"),
      mlp: image.mlp, patch: image.patch, pooling: .map, embedding: image.embedding, gridRows: image.grid,
      gridColumns: image.grid)
    seen.encoder.activation = activation
    var read = EncoderConfiguration(
      width: text.width, depth: text.depth, heads: try Self.manyHeads(textHeads, text.width, "text"),
      mlp: text.mlp, pooling: .last, embedding: image.embedding)
    read.activation = textActivation ?? activation
    self.image = seen
    self.text = TextConfiguration(encoder: read, vocabulary: text.vocabulary, context: text.context)
    layout = .transformersSigLIP(
      image: seen, text: self.text, patches: isNaFlex ? .transposed : .patches(side: seen.patch))
    self.pixels = pixels ?? .unit
    hasBias = true
    isOpenAI = false
  }

  /// big_vision's two towers.
  init(
    _ checkpoint: BigVisionCheckpoint, activation: GELUForm, textActivation: GELUForm?, pixels: PixelNormalization?,
    textPooling: EncoderConfiguration.Pooling
  ) throws {
    family = .bigVision
    let towers = try checkpoint.twin(activation: activation, textPooling: textPooling)
    image = towers.image
    var read = towers.text
    if let textActivation { read.encoder.activation = textActivation }
    text = read
    hasBias = checkpoint.arrays["b"] != nil
    layout = .bigVision(image: image, text: text, hasBias: hasBias)
    self.pixels = pixels ?? .unit
    isOpenAI = false
  }

  /// So400m, H, g, bigG and the giants have sixteen heads, whatever the width.
  private static func manyHeads(_ given: Int?, _ width: Int, _ tower: String) throws -> Int {
    try heads(given ?? (width > 1024 ? 16 : nil), width, tower)
  }

  private static func heads(_ given: Int?, _ width: Int, _ tower: String) throws -> Int {
    guard let given else { return max(1, width / 64) }
    guard given > 0, width % given == 0 else {
      throw ModelError("\(given) heads do not divide the \(tower) tower's width of \(width)")
    }
    return given
  }
}
