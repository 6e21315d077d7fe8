import CKernels

/// How red, green and blue make a grey: four numbers in 1/2^24, the last a constant; see `clippo_grey_sum_rgb8`.
struct GrayWeights: Sendable, Equatable {
  let values: [UInt32]

  /// Pillow's `convert("L")`: ITU-R 601-2 in 1/2^16, rounded.
  static let pillow = GrayWeights(values: [19_595, 38_470, 7_471, 0x8000].map { $0 << 8 })

  /// TensorFlow's `rgb_to_grayscale` of bytes: scaled by 1/255, weighted, scaled by 255.5 and cut off. Of the 2^24
  /// colours 182 differ by one, where its float32 rounds across a whole number.
  static let tensorFlow = GrayWeights(
    values: [0.2989, 0.5870, 0.1140].map { UInt32(($0 * 255.5 / 255 * 0x1p24).rounded()) } + [0])
}

extension PixelImage {
  /// Blends between the picture's greys (factor 0) and the picture (factor 1) and beyond; the picture is RGB.
  mutating func blendFromGrey(_ weights: GrayWeights, factor: Float) {
    clippo_blend_grey_rgb8(&pixels, width * height, weights.values, factor)
  }

  /// The mean of the picture's greys, 0…255; the picture is RGB.
  func meanGrey(_ weights: GrayWeights) -> Double {
    Double(clippo_grey_sum_rgb8(pixels, width * height, weights.values)) / Double(width * height)
  }
}
