import CKernels

/// Late interaction in blocks: of the square of all tokens nobody holds more than a block, and what is kept is which token each one
/// found.
extension CPUKernels {
  func maxSimilarity(
    images: Tensor, texts: Tensor, places: MaxSimilarityPlaces?, _ input: MaxSimilarityInput
  ) throws {
    images.clear()
    texts.clear()
    try withExtendedLifetime((images, texts, places, input)) {
      let sides = MaxSimilaritySides(input)
      guard sides.rows.tokens > 0, sides.columns.tokens > 0 else { return }
      // Rows find in [row sequences, column sequences]; so do columns, and theirs are turned over in the end.
      let ofRows = sides.columnsAreImages ? texts : images
      let ofColumns = try empty([sides.rows.count, sides.columns.count], .float32)
      ofColumns.clear()
      let job = try MaxSimilarityJob(input, sides, in: self)
      let bytes = places?.byteCount ?? 1
      let columnCount = sides.columns.count
      try job.forEachBlock { block, _ in
        let (first, count) = (block.columnSequences.lowerBound, block.columnSequences.count)
        let offsets = sides.columns.offsets + first
        clippo_row_maxima_f32(
          ofRows.floats + block.rowSequence * columnCount + first,
          places.map { $0.ofRows.base + (block.rows.lowerBound * columnCount + first) * bytes }, bytes, columnCount,
          block.products, block.rows.count, job.columns, offsets, count)
        let width = Int(offsets[count] - offsets[0])
        if block.isFirst {
          block.best.update(repeating: -.infinity, count: width)
          block.place.update(repeating: 0, count: width)
        }
        let before = block.rows.lowerBound - Int(sides.rows.offsets[block.rowSequence])
        clippo_column_maxima_f32(
          block.best, block.place, block.products, block.rows.count, job.columns, width, Int32(before))
        if block.isLast {
          clippo_column_maxima_sums_f32(
            ofColumns.floats + block.rowSequence * columnCount + first,
            places.map { $0.ofColumns.base + (block.rowSequence * sides.columns.tokens + Int(offsets[0])) * bytes },
            bytes, block.best, block.place, offsets, count)
        }
      }
      transpose(sides.columnsAreImages ? images : texts, ofColumns)
    }
  }

  func maxSimilarityGradient(
    dimages: Tensor?, dtexts: Tensor?, dimageSums: Tensor, dtextSums: Tensor, places: MaxSimilarityPlaces,
    _ input: MaxSimilarityInput
  ) {
    withExtendedLifetime((dimages, dtexts, dimageSums, dtextSums, places, input)) {
      let sides = MaxSimilaritySides(input)
      let (drows, dcolumns) = sides.columnsAreImages ? (dtexts, dimages) : (dimages, dtexts)
      let (rowSums, columnSums) = sides.columnsAreImages ? (dtextSums, dimageSums) : (dimageSums, dtextSums)
      let bytes = places.byteCount
      let (rows, columns) = (sides.rows, sides.columns)
      // Every worker owns what it writes, so that sums do not depend on how many there are.
      func foundByRows(_ sequence: Int, in other: Int) -> UnsafeMutableRawPointer {
        places.ofRows.base + (Int(rows.offsets[sequence]) * columns.count + other) * bytes
      }
      func foundByColumns(_ sequence: Int, in other: Int) -> UnsafeMutableRawPointer {
        places.ofColumns.base + (other * columns.tokens + Int(columns.offsets[sequence])) * bytes
      }
      if let drows {
        gather(drows, rows, columns) { out, sequence, from, other in
          clippo_add_found_rows_f32(
            out, from, foundByRows(sequence, in: other), bytes, columns.count, rows.tokens(of: sequence).count,
            input.width, rowSums.floats[sequence * columns.count + other])
          clippo_add_to_found_rows_f32(
            out, from, foundByColumns(other, in: sequence), bytes, 1, columns.tokens(of: other).count, input.width,
            columnSums.floats[other * rows.count + sequence])
        }
      }
      if let dcolumns {
        gather(dcolumns, columns, rows) { out, sequence, from, other in
          clippo_add_found_rows_f32(
            out, from, foundByColumns(sequence, in: other), bytes, 1, columns.tokens(of: sequence).count, input.width,
            columnSums.floats[sequence * rows.count + other])
          clippo_add_to_found_rows_f32(
            out, from, foundByRows(other, in: sequence), bytes, columns.count, rows.tokens(of: other).count,
            input.width, rowSums.floats[other * columns.count + sequence])
        }
      }
    }
  }

  /// Adds up the gradients of one side: `add` adds those that come of one sequence of it and one of the other side. Some sequences at
  /// a time stay in a worker's cache while it walks the other side.
  private func gather(
    _ out: Tensor, _ own: MaxSimilaritySides.Side, _ other: MaxSimilaritySides.Side,
    _ add: (
      _ out: UnsafeMutablePointer<Float>, _ sequence: Int, _ from: UnsafeMutablePointer<Float>, _ other: Int
    ) -> Void
  ) {
    let width = out.shape.width
    let rowsAtATime = max(1, Self.gatheredBytes / (4 * max(1, width)))
    let offsets = UnsafeBufferPointer(start: own.offsets, count: own.count + 1)
    pool.parallelSequences(offsets: offsets) { mine, _ in
      var first = mine.lowerBound
      while first < mine.upperBound {
        let start = Int(offsets[first])
        var end = first + 1
        while end < mine.upperBound, Int(offsets[end + 1]) - start <= rowsAtATime { end += 1 }
        (out.floats + start * width).update(repeating: 0, count: (Int(offsets[end]) - start) * width)
        for sequence in 0..<other.count where !other.tokens(of: sequence).isEmpty {
          let from = other.values.floats + Int(other.offsets[sequence]) * width
          for index in first..<end where !own.tokens(of: index).isEmpty {
            add(out.floats + Int(offsets[index]) * width, index, from, sequence)
          }
        }
        first = end
      }
    }
  }

  /// Bytes of gradients that a worker gathers at a time.
  private static let gatheredBytes = 256 << 10
}
