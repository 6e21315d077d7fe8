import CKernels

/// How red, green and blue make a gray: four numbers in 1/2^24, the last a constant; see `clippo_gray_sum_rgb8`.
struct GrayWeights: Sendable, Equatable {
  let values: [UInt32]

  /// Pillow's `convert("L")`: ITU-R 601-2 in 1/2^16, rounded.
  static let pillow = GrayWeights(values: [19_595, 38_470, 7_471, 0x8000].map { $0 << 8 })

  /// TensorFlow's `rgb_to_grayscale` of bytes: scaled by 1/255, weighted, scaled by 255.5 and cut off. Of the 2^24
  /// colors 182 differ by one, where its float32 rounds across a whole number.
  static let tensorFlow = GrayWeights(
    values: [0.2989, 0.5870, 0.1140].map { UInt32(($0 * 255.5 / 255 * 0x1p24).rounded()) } + [0])
}

extension PixelImage {
  /// Blends between the image's grays (factor 0) and the image (factor 1) and beyond; the image is RGB.
  mutating func blendFromGray(_ weights: GrayWeights, factor: Float) {
    clippo_blend_gray_rgb8(&pixels, width * height, weights.values, factor)
  }

  /// The mean of the image's grays, 0…255; the image is RGB.
  func meanGray(_ weights: GrayWeights) -> Double {
    Double(clippo_gray_sum_rgb8(pixels, width * height, weights.values)) / Double(width * height)
  }
}
