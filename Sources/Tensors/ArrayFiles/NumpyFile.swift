import Files

/// One array in a `.npy` file, as `numpy.save` writes it.
public enum NumpyFile {
  /// Reads a file; the array's name is the path.
  ///
  /// Both byte orders and both axis orders are read; bfloat16 is what NumPy calls `V2`. Throws for anything else, for
  /// headers that are not what NumPy writes, and where the number of bytes does not fit the shape.
  public static func read(path: String) throws -> ArrayEntry {
    try entry(in: FileBytes(path: path), range: nil, name: path, place: path)
  }

  /// Writes an array, replacing the file at once or not at all.
  public static func write(_ entry: ArrayEntry, to path: String, disk: Disk = Disk()) throws {
    try AtomicFile.write(to: path, disk: disk) { file in
      try file.write(NumpyHeader.bytes(shape: entry.shape, element: entry.element))
      try entry.withBytes { try file.write($0) }
    }
  }

  /// - Parameters:
  ///   - range: where in the file the `.npy` bytes are; all of it when `nil`.
  ///   - place: what complaints call it.
  static func entry(in file: FileBytes, range: Range<Int>?, name: String, place: String) throws -> ArrayEntry {
    try file.withBytes { whole in
      let range = range ?? 0..<whole.count
      let bytes = UnsafeRawBufferPointer(rebasing: whole[range])
      let header = try NumpyHeader(bytes, name: place)
      let available = bytes.count - header.dataOffset
      guard let needed = ArrayEntry.byteCount(axes: header.axes, header.element), needed == available else {
        throw TensorError(
          "\(place): \(available) bytes of elements do not fit shape \(Shape(header.axes)) in \(header.element.rawValue)"
        )
      }
      let start = range.lowerBound + header.dataOffset
      let asStored = ArrayEntry(
        name: name, shape: Shape(header.axes), element: header.element, file: file, range: start..<start + needed)
      guard header.isBigEndian || header.isFortranOrder, needed > 0 else { return asStored }
      let elements = UnsafeRawBufferPointer(rebasing: bytes[header.dataOffset...])
      return try ArrayEntry(
        name: name, shape: Shape(header.axes), element: header.element, bytes: reordered(elements, header))
    }
  }

  /// The elements in little-endian bytes and row-major order.
  private static func reordered(_ elements: UnsafeRawBufferPointer, _ header: NumpyHeader) -> [UInt8] {
    let size = header.element.byteCount
    let axes = header.axes
    // In Fortran order the first axis is the contiguous one.
    var strides = [Int](repeating: size, count: axes.count)
    if header.isFortranOrder {
      for axis in axes.indices.dropFirst() { strides[axis] = strides[axis - 1] * axes[axis - 1] }
    } else {
      for axis in axes.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * axes[axis + 1] }
    }
    var result: [UInt8] = []
    result.reserveCapacity(elements.count)
    var index = [Int](repeating: 0, count: axes.count)
    while result.count < elements.count {
      let offset = zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }
      let element = elements[offset..<offset + size]
      if header.isBigEndian {
        result.append(contentsOf: element.reversed())
      } else {
        result.append(contentsOf: element)
      }
      for axis in axes.indices.reversed() {
        index[axis] += 1
        if index[axis] < axes[axis] { break }
        index[axis] = 0
      }
    }
    return result
  }
}
