import CLAPACK

/// Products of matrices in double precision, row after row.
enum DenseProducts {
  /// `left · right`: `left` is `[count, width]`, `right` `[width, columns]`.
  static func product(
    _ left: [Double], _ count: Int, _ width: Int, _ right: [Double], _ columns: Int
  ) -> [Double] {
    multiply(left, width, right, columns, rows: count, depth: width, turned: false)
  }

  /// `leftᵀ · right`: `left` is `[count, width]`, `right` `[count, columns]`.
  static func turnedProduct(
    _ left: [Double], _ count: Int, _ width: Int, _ right: [Double], _ columns: Int
  ) -> [Double] {
    multiply(left, width, right, columns, rows: width, depth: count, turned: true)
  }

  /// `rowsᵀ · rows` or `rows · rowsᵀ` of `rows` `[count, width]`, the triangle that Fortran calls the upper one.
  static func squares(_ rows: [Double], count: Int, width: Int, byColumns: Bool) -> [Double] {
    let size = byColumns ? width : count
    var squares = [Double](repeating: 0, count: size * size)
    // To Fortran, which goes down columns first, the rows are `[width, count]`.
    var (n, k, leading, one, zero) = (Int32(size), Int32(byColumns ? count : width), Int32(width), 1.0, 0.0)
    dsyrk_("U", byColumns ? "N" : "T", &n, &k, &one, rows, &leading, &zero, &squares, &n)
    return squares
  }

  private static func multiply(
    _ left: [Double], _ leading: Int, _ right: [Double], _ columns: Int, rows: Int, depth: Int, turned: Bool
  ) -> [Double] {
    var result = [Double](repeating: 0, count: rows * columns)
    // Fortran sees every matrix turned, so that the product's factors change places.
    var (m, n, k, leftLeading, one, zero) = (Int32(columns), Int32(rows), Int32(depth), Int32(leading), 1.0, 0.0)
    dgemm_("N", turned ? "T" : "N", &m, &n, &k, &one, right, &m, left, &leftLeading, &zero, &result, &m)
    return result
  }
}
