import Autograd
import Corpora
import Tensors
import Testing
import TextRendering

/// What tests of golden losses have in common: gradients by central differences, and by training.
enum CentralDifference {
  private static let step = 1e-5

  /// The derivative at 0.
  static func slope(_ loss: (_ shift: Double) -> Double) -> Double { (loss(step) - loss(-step)) / (2 * step) }

  /// The length of the gradient by all values of some rows.
  static func length(_ rows: [[Double]], _ loss: ([[Double]]) -> Double) -> Double {
    var sum = 0.0
    for i in rows.indices {
      for j in rows[i].indices {
        let slope = slope { shift in
          var moved = rows
          moved[i][j] += shift
          return loss(moved)
        }
        sum += slope * slope
      }
    }
    return sum.squareRoot()
  }
}

extension LookupTower {
  /// The gradient of the table, row by row.
  func gradient() throws -> [Double] { try #require(table.gradient).floatArray().map { Double($0) } }

  /// The length of the gradient of some rows of the table.
  func gradientLength(_ rows: Range<Int>) throws -> Double {
    let (gradient, width) = (try gradient(), table.value.shape.width)
    return gradient[rows.lowerBound * width..<rows.upperBound * width].reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The derivative by the logarithm of the logit scale.
  func logScaleGradient() throws -> Double { Double(try #require(logScale.gradient).floatArray()[0]) }

  /// Four pairs whose sequences are a row of the table each.
  static func batch(_ views: [BatchView: [Int32]], facts: [RecordFacts]? = nil) -> TrainingBatch {
    let count = 1 + (views.values.joined().max() ?? -1)
    return TrainingBatch(
      pixels: [UInt8](repeating: 0, count: 3 * Int(count)), rows: [UInt16](repeating: 0, count: Int(count)),
      columns: (0..<UInt16(count)).map { $0 }, offsets: (0...count).map { $0 }, patchWidth: 3, views: views,
      facts: facts ?? (0..<4).map { _ in RecordFacts() }, duplicateIds: [0, 1, 2, 3], truncation: TextTruncation())
  }
}
