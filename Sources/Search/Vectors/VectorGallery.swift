import Files

/// Vectors that are searched, `[count, width]` float32, where they lie: in mapped files or in memory, in any number of pieces.
///
/// Every vector is finite and no longer than `longest`.
public struct VectorGallery: Sendable {
  /// Rows that lie one after another.
  struct Piece: Sendable {
    let file: FileBytes
    /// Byte of the first row, a multiple of four.
    let offset: Int
    /// Number of the first row in the gallery.
    let first: Int
    let count: Int
  }

  /// Length that every vector stays below: unit vectors, rounded.
  public static let longest: Float = 1.001

  /// Values of a vector.
  public let width: Int
  /// Vectors, removed ones among them.
  public let count: Int
  /// Vectors that no search finds.
  public let removed: RemovedVectors
  let pieces: [Piece]

  init(width: Int, pieces: [Piece], removed: RemovedVectors) {
    self.width = width
    self.pieces = pieces
    self.removed = removed
    count = pieces.last.map { $0.first + $0.count } ?? 0
  }

  /// Vectors in memory, copied.
  ///
  /// - Parameter values: `[count, width]`.
  /// - Throws: `SearchError` where the sizes disagree, or a vector is not finite or too long.
  public init(_ values: [Float], width: Int, removed: RemovedVectors = RemovedVectors()) throws {
    guard width > 0, values.count % width == 0 else {
      throw SearchError("\(values.count) values are no vectors of width \(width)")
    }
    try Self.check(values, width: width)
    let bytes = values.withUnsafeBytes { Array($0) }
    let piece = Piece(
      file: FileBytes(bytes, name: "vectors in memory"), offset: 0, first: 0, count: values.count / width)
    self.init(width: width, pieces: [piece], removed: removed)
  }

  /// Throws where a vector is not finite or longer than `longest`.
  static func check(_ values: [Float], width: Int) throws {
    for row in 0..<values.count / width {
      var squares = 0.0
      for value in values[row * width..<(row + 1) * width] { squares += Double(value) * Double(value) }
      guard squares.isFinite, squares <= Double(longest) * Double(longest) else {
        throw SearchError("vector \(row) is not of unit length: the sum of its squares is \(squares)")
      }
    }
  }

  /// Vectors that a search may find.
  public var liveCount: Int { count - removed.count }

  /// Calls `body` for the parts of `rows` that lie together, in order, with the number of the first and its values.
  func forEachPart(
    of rows: Range<Int>, _ body: (_ first: Int, _ count: Int, _ values: UnsafePointer<Float>) -> Void
  ) {
    for piece in pieces where piece.first < rows.upperBound && piece.first + piece.count > rows.lowerBound {
      let first = max(piece.first, rows.lowerBound)
      let end = min(piece.first + piece.count, rows.upperBound)
      piece.file.withBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        let start = base + piece.offset + (first - piece.first) * width * 4
        body(first, end - first, start.assumingMemoryBound(to: Float.self))
      }
    }
  }

  /// Calls `body` with the values of one vector, `[width]`; does nothing for a number that is none.
  func withVector(_ index: Int, _ body: (UnsafePointer<Float>) -> Void) {
    guard index >= 0, index < count else { return }
    var low = 0
    var high = pieces.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if pieces[middle].first <= index { low = middle } else { high = middle }
    }
    let piece = pieces[low]
    piece.file.withBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      body((base + piece.offset + (index - piece.first) * width * 4).assumingMemoryBound(to: Float.self))
    }
  }

  /// The values of one vector; empty for a number that is none.
  public func vector(_ index: Int) -> [Float] {
    var values: [Float] = []
    withVector(index) { values = Array(UnsafeBufferPointer(start: $0, count: width)) }
    return values
  }
}
