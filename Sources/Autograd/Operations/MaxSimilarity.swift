import Tensors

extension Tape {
  /// Late interaction (FILIP, Yao et al. 2022; ColBERT, Khattab and Zaharia 2020): what every token of an image finds in a text, and
  /// every token of a text in an image, is the largest of its products with the other's tokens. In blocks: products of all tokens
  /// with all never exist as a whole, and the backward pass knows which token was found.
  ///
  /// The gradient of a maximum goes to the two tokens that made it, the first of equals. With one token a sequence both results are
  /// the square of cosines, and each other's transpose.
  ///
  /// - Parameters:
  ///   - images: float32 `[image tokens, width]`.
  ///   - imageOffsets: `[images + 1]`, rising from 0 to the number of rows; a sequence has at most 65,536 tokens.
  ///   - texts: float32 `[text tokens, width]`.
  ///   - textOffsets: `[texts + 1]`, likewise.
  /// - Returns: float32 sums over a sequence's own tokens: `images` `[images, texts]`, `texts` `[texts, images]`; 0 where one of the
  ///   two has no tokens.
  public func maxSimilarity(
    images: Variable, imageOffsets: [Int32], texts: Variable, textOffsets: [Int32]
  ) throws -> (images: Variable, texts: Variable) {
    try requireFloats([images.value, texts.value], "maxSimilarity")
    let (left, right) = (images.value.shape, texts.value.shape)
    try require(left.width == right.width && left.width > 0, "maxSimilarity", "\(left) does not fit \(right)")
    for (offsets, shape) in [(imageOffsets, left), (textOffsets, right)] {
      try require(
        offsets.first == 0 && Int(offsets.last ?? -1) == shape.rows && zip(offsets, offsets.dropFirst()).allSatisfy(<=),
        "maxSimilarity", "the offsets do not cut \(shape) into sequences")
    }
    let input = MaxSimilarityInput(
      images: images.value, imageOffsets: try backend.tensor(imageOffsets, [imageOffsets.count]), texts: texts.value,
      textOffsets: try backend.tensor(textOffsets, [textOffsets.count]), operand: activation)
    let square = Shape([input.imageCount, input.textCount])
    let turned = Shape([input.textCount, input.imageCount])
    let places = keeps(for: [images, texts]) ? try MaxSimilarityPlaces(for: input, on: backend) : nil
    let out = try backend.empty([2, square.count], .float32)
    func parts(_ tensor: Tensor) throws -> (images: Tensor, texts: Tensor) {
      (try tensor.rows(0..<1).reshaped(square), try tensor.rows(1..<2).reshaped(turned))
    }
    let sums = try parts(out)
    try kernels.maxSimilarity(images: sums.images, texts: sums.texts, places: places, input)
    let both = record(out, from: [images, texts]) { [backend, images = images.slot, texts = texts.slot] dout in
      guard let places else { return }
      let dsums = try parts(dout)
      let dimages = images.needsGradient ? try backend.empty(left, .float32) : nil
      let dtexts = texts.needsGradient ? try backend.empty(right, .float32) : nil
      try backend.kernels.maxSimilarityGradient(
        dimages: dimages, dtexts: dtexts, dimageSums: dsums.images, dtextSums: dsums.texts, places: places, input)
      if let dimages { try images.receive(dimages, backend) }
      if let dtexts { try texts.receive(dtexts, backend) }
    }
    return (
      try reshape(rows(both, 0..<1), to: square), try reshape(rows(both, 1..<2), to: turned)
    )
  }
}
