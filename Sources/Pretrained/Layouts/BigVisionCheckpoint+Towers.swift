import Models
import Tensors

extension BigVisionCheckpoint {
  /// The one-tower model that the shapes describe, with its grid of positions resized where another one is asked for, and its arrays
  /// as `WeightLayout.bigVision(oneTower:)` wants them.
  ///
  /// - Parameter grid: rows and columns of the position table; nil keeps them.
  public func oneTower(grid: Int? = nil) throws -> (configuration: TowerConfiguration, arrays: [String: WeightArray]) {
    guard !hasTextTower else {
      throw ModelError("the file holds two towers, 'img' and 'txt'; one that reads texts as pixels is asked for")
    }
    var arrays = arrays
    var configuration = try image(activation: .tanh)
    if let grid, grid != configuration.gridRows, let positions = arrays[Self.places] {
      arrays[Self.places] = try positions.resizedGrid(from: configuration.gridRows, to: grid)
      configuration.gridRows = grid
      configuration.gridColumns = grid
    }
    return (configuration, try Self.plain(arrays))
  }

  /// The shapes of two towers; their arrays are `plainArrays()`.
  ///
  /// - Parameter textPooling: of texts without attention for it; nothing in a file tells.
  ///
  /// Throws when a tower is of another kind, such as a ResNet or BERT.
  func twin(
    activation: GELUForm, textPooling: EncoderConfiguration.Pooling
  ) throws -> (image: TowerConfiguration, text: TextConfiguration) {
    let image = try image(activation: activation)
    let tokens = try shape("txt/Embed_0/embedding", axes: 2)
    let text = try encoder("txt", "txt/Encoder_0", width: tokens[1], pooling: textPooling, activation: activation)
    guard image.embedding == text.embedding else {
      throw ModelError("embeddings of images have \(image.embedding) values and those of texts \(text.embedding)")
    }
    let context = try shape("txt/pos_embedding", axes: 3)[1]
    return (image, TextConfiguration(encoder: text, vocabulary: tokens[0], context: context))
  }

  private static let places = "img/pos_embedding"

  private func image(activation: GELUForm) throws -> TowerConfiguration {
    let patches = try shape("img/embedding/kernel", axes: 4)
    let places = try shape(Self.places, axes: 3)[1]
    let side = Int(Double(places).squareRoot())
    guard side * side == places else {
      throw ModelError("'\(Self.places)' has \(places) positions, which is no square grid")
    }
    guard arrays["img/cls"] == nil else { throw ModelError("images have a class token, which is not read") }
    var image = TowerConfiguration(
      width: patches[3], depth: 1, heads: 1, patch: patches[0], embedding: 1, gridRows: side, gridColumns: side)
    image.encoder = try encoder(
      "img", "img/Transformer", width: patches[3], pooling: .mean, activation: activation)
    return image
  }

  private func encoder(
    _ tower: String, _ blocks: String, width: Int, pooling: EncoderConfiguration.Pooling, activation: GELUForm
  ) throws -> EncoderConfiguration {
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

  private func shape(_ name: String, axes: Int) throws -> [Int] {
    guard let found = arrays[name]?.shape else {
      throw ModelError("there is no array '\(name)'; big_vision's transformers have one")
    }
    guard found.count == axes, !found.contains(0) else {
      throw ModelError("'\(name)' has the shape \(found), which should have \(axes) axes")
    }
    return found
  }
}

extension BigVisionCheckpoint {
  /// The arrays as `WeightLayout.bigVision` wants them: heads beside each other in one axis, patches as rows, no axes of one, and a
  /// last layer that changes nothing where a tower has none.
  public func plainArrays() throws -> [String: WeightArray] { try Self.plain(arrays) }

  private static func plain(_ arrays: [String: WeightArray]) throws -> [String: WeightArray] {
    var found: [String: WeightArray] = [:]
    for (name, array) in arrays { found[name] = WeightArray(shape: plain(array.shape, name), values: array.values) }
    // Some older models added the positions of texts twice.
    if let more = found.removeValue(forKey: "txt/Encoder_0/pos_embedding"), let positions = found["txt/pos_embedding"] {
      guard more.shape == positions.shape else {
        throw ModelError("the two tables of the texts' positions differ in shape")
      }
      found["txt/pos_embedding"] = WeightArray(
        shape: positions.shape, values: zip(positions.values, more.values).map { $0 + $1 })
    }
    for (tower, norm) in [("img", "img/Transformer/encoder_norm/scale"), ("txt", "txt/Encoder_0/encoder_norm/scale")] {
      guard found["\(tower)/head/kernel"] == nil, let width = found[norm]?.shape.last else { continue }
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
