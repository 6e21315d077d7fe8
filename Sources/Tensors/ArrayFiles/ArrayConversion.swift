// What can be made of an array's elements: floats, whole numbers, tensors.
extension ArrayEntry {
  /// The elements as floats, in row-major order; wider types are rounded to the nearest.
  public func floats() throws -> [Float] {
    try [Float](unsafeUninitializedCapacity: count) { floats, initialized in
      try fill(UnsafeMutableBufferPointer(rebasing: floats[..<count]))
      initialized = count
    }
  }

  /// The elements as whole numbers. Throws for arrays of floats.
  public func integers() throws -> [Int] {
    try withBytes { bytes in
      switch element {
      case .int8: bytes.map { Int(Int8(bitPattern: $0)) }
      case .uint8: bytes.map { Int($0) }
      case .boolean: bytes.map { $0 == 0 ? 0 : 1 }
      case .int32: numbers(bytes, Int32.self) { Int($0) }
      case .int64: numbers(bytes, Int64.self) { Int($0) }
      case .float16, .float32, .float64, .bfloat16:
        throw TensorError("array '\(name)' holds \(element.rawValue), where whole numbers were expected")
      }
    }
  }

  /// The elements to the bit, in row-major order. Throws where they are of another type.
  package func numbers<Number: ArrayNumber>(as type: Number.Type = Number.self) throws -> [Number] {
    guard element == Number.arrayElement else {
      throw TensorError("array '\(name)' holds \(element.rawValue), where \(Number.arrayElement.rawValue) was expected")
    }
    return try withBytes { bytes in
      (0..<count).map { bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: Number.self) }
    }
  }

  /// A float32 tensor of the array's shape.
  public func tensor(on backend: any Backend) throws -> Tensor {
    let tensor = try backend.empty(shape, .float32)
    try tensor.writeFloats { try fill($0) }
    return tensor
  }

  /// Overwrites a tensor of the same shape: to the bit where the element types agree, else by conversion to float32.
  /// Throws where shapes differ or the types cannot be converted.
  public func copy(into tensor: Tensor) throws {
    guard tensor.shape == shape else {
      throw TensorError("array '\(name)' has shape \(shape), where \(tensor.shape) was expected")
    }
    if element.elementType == tensor.elementType {
      try withBytes { tensor.fill($0) }
    } else if tensor.elementType == .float32 {
      try tensor.writeFloats { try fill($0) }
    } else {
      throw TensorError(
        "array '\(name)' holds \(element.rawValue), where \(tensor.elementType.rawValue) was expected")
    }
  }

  private func numbers<N: FixedWidthInteger, R>(_ bytes: UnsafeRawBufferPointer, _: N.Type, _ map: (N) -> R) -> [R] {
    (0..<count).map { index in
      map(N(littleEndian: bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<N>.size, as: N.self)))
    }
  }

  /// `floats` has exactly `count` elements.
  private func fill(_ floats: UnsafeMutableBufferPointer<Float>) throws {
    try withBytes { bytes in
      switch element {
      case .float32: convert(bytes, to: floats, UInt32.self) { Float(bitPattern: $0) }
      case .float64: convert(bytes, to: floats, UInt64.self) { Float(Double(bitPattern: $0)) }
      case .float16: convert(bytes, to: floats, UInt16.self) { Float(Float16(bitPattern: $0)) }
      case .bfloat16: convert(bytes, to: floats, UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
      case .int8: convert(bytes, to: floats, Int8.self) { Float($0) }
      case .int32: convert(bytes, to: floats, Int32.self) { Float($0) }
      case .int64: convert(bytes, to: floats, Int64.self) { Float($0) }
      case .uint8: convert(bytes, to: floats, UInt8.self) { Float($0) }
      case .boolean: convert(bytes, to: floats, UInt8.self) { $0 == 0 ? 0 : 1 }
      }
    }
  }

  private func convert<N: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, to floats: UnsafeMutableBufferPointer<Float>, _: N.Type, _ map: (N) -> Float
  ) {
    for index in 0..<floats.count {
      let number = N(littleEndian: bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<N>.size, as: N.self))
      floats.initializeElement(at: index, to: map(number))
    }
  }
}
