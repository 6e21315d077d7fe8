import CKernels
import Runtime
import Tensors

/// Replaces the singular values of a matrix by ones near 1 with products alone: Newton–Schulz steps of the fifth degree (Jordan et al.
/// 2024).
///
/// A step makes (a + b·S + c·S²)·X of X, S being X·Xᵀ, so that singular vectors stay and every singular value s becomes
/// a·s + b·s³ + c·s⁵. The first X is divided by its Frobenius norm, so that no singular value is above 1. With the usual coefficients
/// and five steps, those that were at least 0.002 then end in 0.68…1.21.
///
/// The product with Xᵀ is taken on the shorter side. Results do not depend on the number of threads, and all memory is taken when it is
/// made.
final class NewtonSchulz {
  /// a, b and c.
  struct Coefficients {
    var first: Float
    var third: Float
    var fifth: Float
  }

  /// One of two places for a matrix, seen as it lies and turned over.
  struct Place {
    let straight: Tensor
    let turned: Tensor
  }

  /// Where matrices of one shape are worked on. All rooms share the same memory.
  struct Room {
    /// Takes the matrix, in `straight`, float32 [rows, columns].
    let first: Place
    let second: Place
    /// float32 [side, side], side being the shorter axis: S.
    let gram: Tensor
    /// S in bfloat16 where that is multiplied.
    let rounded: Tensor?
    /// a + b·S + c·S².
    let polynomial: Tensor

    var isTall: Bool { first.straight.shape.rows > first.straight.shape.width }
  }

  private let coefficients: Coefficients
  private let steps: Int
  private let epsilon: Double
  /// Element type of both factors of a product.
  private let operand: ElementType
  private let kernels: any KernelTable
  private let matrices: (first: Tensor, second: Tensor)
  private let squares: (gram: Tensor, rounded: Tensor?, polynomial: Tensor)
  private let pool: ThreadPool

  /// - Parameters:
  ///   - shapes: of the matrices there will be, [rows, columns].
  ///   - epsilon: the least that a matrix is divided by; so zeros stay zeros.
  ///   - operand: what is multiplied, bfloat16 or float32; sums are float32.
  ///   - backend: what multiplies, on `pool`, and where the memory lies.
  ///
  /// Throws where memory runs out.
  init(
    _ shapes: [Shape], coefficients: Coefficients, steps: Int, epsilon: Double, operand: ElementType,
    backend: any Backend, pool: ThreadPool
  ) throws {
    self.coefficients = coefficients
    self.steps = steps
    self.epsilon = epsilon
    self.operand = operand
    self.pool = pool
    kernels = backend.kernels
    let count = shapes.map(\.count).max() ?? 0
    let side = shapes.map { min($0.rows, $0.width) }.max() ?? 0
    matrices = (try backend.empty([count], .float32), try backend.empty([count], .float32))
    squares = (
      try backend.empty([side, side], .float32),
      operand == .bfloat16 ? try backend.empty([side, side], .bfloat16) : nil,
      try backend.empty([side, side], .float32)
    )
  }

  /// The room of matrices of one of the shapes. Throws for a larger one.
  func room(_ shape: Shape) throws -> Room {
    let (rows, columns) = (shape.rows, shape.width)
    let side = min(rows, columns)
    guard rows * columns <= matrices.first.count, side * side <= squares.gram.count else {
      throw TrainingError("a matrix of shape \(shape) is larger than those that Newton–Schulz steps were prepared for")
    }
    func view(_ tensor: Tensor, _ shape: Shape) throws -> Tensor {
      try Tensor(shape: shape, elementType: tensor.elementType, storage: tensor.storage)
    }
    func place(_ tensor: Tensor) throws -> Place {
      Place(straight: try view(tensor, [rows, columns]), turned: try view(tensor, [columns, rows]))
    }
    return Room(
      first: try place(matrices.first), second: try place(matrices.second),
      gram: try view(squares.gram, [side, side]), rounded: try squares.rounded.map { try view($0, [side, side]) },
      polynomial: try view(squares.polynomial, [side, side]))
  }

  /// Works on the matrix in `room.first.straight` and returns the result, [rows, columns], which lies in one of the room's places.
  ///
  /// Throws where a product cannot be made.
  func orthogonalize(_ room: Room) throws -> Tensor {
    try normalize(room.first.straight)
    var (x, next) = (room.first, room.second)
    if room.isTall {
      try kernels.transpose(next.turned, x.straight)
      swap(&x, &next)
    }
    for _ in 0..<steps {
      let (from, to) = room.isTall ? (x.turned, next.turned) : (x.straight, next.straight)
      try multiply(room.rounded ?? room.gram, from, by: from, isTransposed: true)
      // All terms must be of one S: those of S as it is and of S² of what it is rounded to would not cancel each other.
      if let rounded = room.rounded { try kernels.convert(room.gram, rounded) }
      try multiply(room.polynomial, room.rounded ?? room.gram, by: room.gram)
      addLowerTerms(to: room.polynomial, gram: room.gram)
      try multiply(to, room.polynomial, by: from)
      swap(&x, &next)
    }
    guard room.isTall else { return x.straight }
    try kernels.transpose(next.straight, x.turned)
    return next.straight
  }

  private func normalize(_ matrix: Tensor) throws {
    guard let values = matrix.firstFloat else { return }
    let norm = clippo_sum_squares_f32(values, matrix.count).squareRoot()
    try kernels.scale(matrix, matrix, by: Float(1 / max(norm, epsilon)))
  }

  private func multiply(_ out: Tensor, _ x: Tensor, by weight: Tensor, isTransposed: Bool = false) throws {
    var product = RowProduct(weight: weight, operand: operand)
    product.isTransposed = isTransposed
    product.isCutAlike = true
    if x.elementType != operand { product.before = .conversion }
    try kernels.product(out, x, product)
  }

  /// Of S² makes a + b·S + c·S², so that one product is the rest of a step.
  private func addLowerTerms(to square: Tensor, gram: Tensor) {
    guard let square = square.firstFloat, let gramValues = gram.firstFloat else { return }
    let side = gram.shape.width
    pool.parallel(side, grain: 16) { rows, _ in
      for row in rows {
        for place in row * side..<(row + 1) * side {
          square[place] = coefficients.fifth * square[place] + coefficients.third * gramValues[place]
        }
        square[row * side + row] += coefficients.first
      }
    }
  }
}
