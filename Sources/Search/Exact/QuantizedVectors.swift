import CKernels
import Runtime

/// A gallery's vectors in 8 bits a value, each with its scale: a quarter of the memory that a search reads. What rounding took from
/// every vector is kept as a length, so that a search knows which vectors it has to look at again in full.
public final class QuantizedVectors: @unchecked Sendable {
  /// Values of a row: the width, filled with zeros to a multiple of 32.
  let paddedWidth: Int
  let count: Int
  /// `[count, paddedWidth]`.
  let values: UnsafeMutablePointer<Int8>
  /// Value of one step of each row, `[count]`.
  let scales: UnsafeMutablePointer<Float>
  /// Length of what rounding took from each row, `[count]`.
  let residuals: UnsafeMutablePointer<Float>
  /// No rounded vector is longer.
  let longest: Float

  /// Rounds every vector of a gallery.
  public init(_ gallery: VectorGallery, pool: ThreadPool) {
    count = gallery.count
    paddedWidth = Self.paddedWidth(gallery.width)
    values = .allocate(capacity: max(1, count * paddedWidth))
    scales = .allocate(capacity: max(1, count))
    residuals = .allocate(capacity: max(1, count))
    let (values, scales, residuals, padded) = (values, scales, residuals, paddedWidth)
    pool.parallel(gallery.count, grain: 64) { rows, _ in
      gallery.forEachPart(of: rows) { first, count, vectors in
        for row in 0..<count {
          let index = first + row
          (scales[index], residuals[index]) = Self.round(
            vectors + row * gallery.width, width: gallery.width, into: values + index * padded, padded: padded)
        }
      }
    }
    var most: Float = 0
    for row in 0..<count { most = max(most, residuals[row]) }
    longest = VectorGallery.longest + most
  }

  deinit {
    values.deallocate()
    scales.deallocate()
    residuals.deallocate()
  }

  static func paddedWidth(_ width: Int) -> Int { (width + 31) / 32 * 32 }

  /// No rounded vector of this width is longer: each value is off by half a step at most.
  static func longest(width: Int) -> Float {
    VectorGallery.longest * (1 + Float(width).squareRoot() * 0.501 / 127)
  }

  /// Bytes that the vectors take.
  public var byteCount: Int { count * (paddedWidth + 8) }

  /// One row; gives its scale and the length of what was lost, rounded up.
  static func round(
    _ vector: UnsafePointer<Float>, width: Int, into out: UnsafeMutablePointer<Int8>, padded: Int
  ) -> (scale: Float, residual: Float) {
    var largest: Float = 0
    for place in 0..<width { largest = max(largest, abs(vector[place])) }
    let scale = largest / 127
    let inverse = scale > 0 ? 1 / scale : 0
    var lost = 0.0
    for place in 0..<width {
      let step = inverse.isFinite ? min(127, max(-127, (vector[place] * inverse).rounded())) : 0
      out[place] = Int8(step)
      let difference = Double(vector[place]) - Double(step) * Double(scale)
      lost += difference * difference
    }
    for place in width..<max(width, padded) { out[place] = 0 }
    return (scale, Float(lost.squareRoot() * 1.000001).nextUp)
  }
}
