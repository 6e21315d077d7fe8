import Glibc

/// Where each pixel of a warped image is read, as `[2, 3]`; see `clippo_nearest_warp_rgb8`.
///
/// The motions of RandAugment, in the arithmetic of TensorFlow's image transforms: float32, the nearest pixel.
struct NearestWarp: Sendable, Equatable {
  let matrix: [Float]

  /// About the middle of an image; above 0 is anticlockwise.
  static func rotation(degrees: Float, width: Int, height: Int) -> NearestWarp {
    let angle = Double(degrees * Float(Double.pi / 180))
    let (cosine, sine) = (Float(cos(angle)), Float(sin(angle)))
    let (right, bottom) = (Float(width - 1), Float(height - 1))
    let left = (right - (cosine * right - sine * bottom)) / 2
    let top = (bottom - (sine * right + cosine * bottom)) / 2
    return NearestWarp(matrix: [cosine, -sine, left, sine, cosine, top])
  }

  /// Rows move left by `level` times their distance from the top.
  static func shear(across level: Float) -> NearestWarp { NearestWarp(matrix: [1, level, 0, 0, 1, 0]) }

  /// Columns move up by `level` times their distance from the left.
  static func shear(down level: Float) -> NearestWarp { NearestWarp(matrix: [1, 0, 0, level, 1, 0]) }

  /// The image moves left and up by so many pixels.
  static func shift(left: Float, up: Float) -> NearestWarp { NearestWarp(matrix: [1, 0, left, 0, 1, up]) }
}
