import Tensors

extension Tape {
  /// The rows of several matrices, one matrix after the other.
  ///
  /// - Parameter parts: at least one; float32 `[rows, width]`, all of one width.
  /// - Returns: float32 `[sum of rows, width]`.
  public func concatenate(_ parts: [Variable]) throws -> Variable {
    try require(!parts.isEmpty, "concatenate", "there is nothing to put together")
    let width = parts[0].value.shape.width
    try requireFloats(parts.map(\.value), "concatenate")
    for part in parts {
      try require(
        part.value.shape.axes.count == 2 && part.value.shape.width == width, "concatenate",
        "\(part.value.shape) is not a matrix of width \(width)")
    }
    var ranges: [Range<Int>] = []
    for part in parts {
      let start = ranges.last?.upperBound ?? 0
      ranges.append(start..<start + part.value.shape.rows)
    }
    let out = try backend.empty([ranges.last?.upperBound ?? 0, width], .float32)
    for (part, range) in zip(parts, ranges) { try kernels.convert(try out.rows(range), part.value) }
    return record(out, from: parts) { [backend, slots = parts.map(\.slot)] dout in
      for (slot, range) in zip(slots, ranges) { try slot.receive(try dout.rows(range), backend) }
    }
  }
}
