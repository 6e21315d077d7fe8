import Autograd
import Runtime
import Tensors

/// Embeddings for objectives.
struct EmbeddingRows {
  let backend: CPUBackend

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 1)) }

  /// Rows `value(i, j)`, brought to unit length.
  func unit(_ count: Int, _ width: Int, _ value: (Int, Int) -> Double) -> [Float] {
    (0..<count).flatMap { i in
      let row = (0..<width).map { value(i, $0) }
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return row.map { Float($0 / length) }
    }
  }

  func parameter(_ values: [Float], _ shape: Shape) throws -> Variable {
    Variable(parameter: try backend.tensor(values, shape), gradient: try backend.zeros(shape, .float32))
  }
}
