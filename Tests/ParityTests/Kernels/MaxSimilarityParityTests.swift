import CKernels
import Testing

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite struct MaxSimilarityParityTests {
  /// Products of all tokens of two sides, with equals among them, and what each token finds.
  private struct Square {
    let rows: [Int32]
    let columns: [Int32]
    var products: [Double]
    var rowSums: [Double]
    var columnSums: [Double]
    var rowPlaces: [Int32]
    var columnPlaces: [Int32]

    init(_ rows: Sequences, _ columns: Sequences) {
      self.rows = rows.offsets
      self.columns = columns.offsets
      var samples = Samples(seed: 31)
      // Halves, so that many are equal.
      products = samples.values(rows.tokens * columns.tokens, scale: 4).map { ($0).rounded() / 2 }
      rowSums = [Double](repeating: 0, count: rows.count * columns.count)
      columnSums = rowSums
      rowPlaces = [Int32](repeating: 0, count: rows.tokens * columns.count)
      columnPlaces = [Int32](repeating: 0, count: columns.tokens * rows.count)
      clippo_reference_max_similarity(
        &rowSums, &columnSums, &rowPlaces, &columnPlaces, products, self.rows, rows.count, self.columns, columns.count)
    }
  }

  @Test(arguments: Level.available, [1, 2])
  func blocksFindWhatTheWholeSquareShows(level: Level, placeBytes: Int) {
    let k = level.kernels
    let cases = Sequences.cases.filter { placeBytes == 2 || $0.longest <= 256 }
    for (rows, columns) in zip(cases, cases.reversed()) where rows.tokens > 0 && columns.tokens > 0 {
      let square = Square(rows, columns)
      let (width, count) = (columns.tokens, columns.count)
      withArena { memory in
        let products = memory.place(square.products.floats), offsets = memory.place(square.columns)
        let rowSums = memory.place([Float](repeating: 0, count: rows.count * count))
        let columnSums = memory.place([Float](repeating: 0, count: rows.count * count))
        let found = memory.place([UInt8](repeating: 0, count: rows.tokens * count * placeBytes))
        let foundByColumns = memory.place([UInt8](repeating: 0, count: width * rows.count * placeBytes))
        for sequence in 0..<rows.count where rows.lengths[sequence] > 0 {
          let best = memory.place([Float](repeating: -.infinity, count: width))
          let place = memory.place([Int32](repeating: 0, count: width))
          let own = Int(square.rows[sequence])..<Int(square.rows[sequence + 1])
          for start in stride(from: own.lowerBound, to: own.upperBound, by: 23) {
            let end = min(start + 23, own.upperBound)
            k.row_maxima_f32(
              rowSums + sequence * count, found + start * count * placeBytes, placeBytes, count,
              products + start * width, end - start, width, offsets, count)
            k.column_maxima_f32(
              best, place, products + start * width, end - start, width, width, Int32(start - own.lowerBound))
          }
          k.column_maxima_sums_f32(
            columnSums + sequence * count, foundByColumns + sequence * width * placeBytes, placeBytes, best, place,
            offsets, count)
        }
        func places(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> [Int32] {
          (0..<count).map { Int32(bytes[$0 * placeBytes]) + (placeBytes == 2 ? Int32(bytes[2 * $0 + 1]) << 8 : 0) }
        }
        expectClose(doubles(rowSums, rows.count * count), square.rowSums, within: Tolerance.sums, "sums of rows")
        let turned = (0..<rows.count * count).map { square.columnSums[$0 % count * rows.count + $0 / count] }
        expectClose(doubles(columnSums, rows.count * count), turned, within: Tolerance.sums, "sums of columns")
        #expect(places(found, rows.tokens * count) == square.rowPlaces)
        let turnedPlaces = (0..<width * rows.count).map { square.columnPlaces[$0 % width * rows.count + $0 / width] }
        #expect(places(foundByColumns, width * rows.count) == turnedPlaces)
      }
    }
  }

  @Test(arguments: Level.available, [1, 16, 37])
  func foundRowsAreAddedAndAddedTo(level: Level, width: Int) {
    for placeBytes in [1, 2] { foundRowsAreAddedAndAddedTo(level, placeBytes, width) }
  }

  private func foundRowsAreAddedAndAddedTo(_ level: Level, _ placeBytes: Int, _ width: Int) {
    let stride = 3, count = 11
    var samples = Samples(seed: 32)
    let (from, out) = (samples.values(count * width), samples.values(count * width))
    let rows = (0..<count).map { ($0 * 7) % 5 }
    var (added, addedTo) = (out, out)
    for row in 0..<count {
      for column in 0..<width {
        added[row * width + column] += 0.3 * from[rows[row] * width + column]
        addedTo[rows[row] * width + column] += 0.3 * from[row * width + column]
      }
    }
    withArena { memory in
      var bytes = [UInt8](repeating: 0, count: count * stride * placeBytes)
      for row in 0..<count { bytes[row * stride * placeBytes] = UInt8(rows[row]) }
      let places = memory.place(bytes)
      let (one, other) = (memory.place(out.floats), memory.place(out.floats))
      level.kernels.add_found_rows_f32(
        one, memory.place(from.floats), places, placeBytes, stride, count, width, 0.3)
      level.kernels.add_to_found_rows_f32(
        other, memory.place(from.floats), places, placeBytes, stride, count, width, 0.3)
      expectClose(doubles(one, count * width), added, within: Tolerance.elementwise, "added")
      expectClose(doubles(other, count * width), addedTo, within: Tolerance.elementwise, "added to")
    }
  }

  /// A token of NaN must not look like one that found something.
  @Test(arguments: Level.available)
  func aRowWithoutNumbersFindsNothing(level: Level) {
    withArena { memory in
      let products = memory.place([Float](repeating: .nan, count: 37))
      let sums = memory.place([0] as [Float])
      level.kernels.row_maxima_f32(sums, nil, 1, 1, products, 1, 37, memory.place([0, 37] as [Int32]), 1)
      #expect(sums[0] == -.infinity)
      let best = memory.place([Float](repeating: -.infinity, count: 37))
      level.kernels.column_maxima_f32(
        best, memory.place([Int32](repeating: 0, count: 37)), products, 1, 37, 37, 0)
      level.kernels.column_maxima_sums_f32(
        sums, nil, 1, best, memory.place([Int32](repeating: 0, count: 37)), memory.place([0, 37] as [Int32]), 1)
      #expect(sums[0] == -.infinity)
    }
  }
}
