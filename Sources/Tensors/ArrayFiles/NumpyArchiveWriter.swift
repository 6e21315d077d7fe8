import Files

// Writing `.npz` files.
extension NumpyArchive {
  /// Writes arrays as stored (not deflated) members, replacing the file at once or not at all; the same arrays give the
  /// same bytes. Throws for files beyond 4 GiB, which safetensors are for.
  public static func write(_ arrays: [ArrayEntry], to path: String, disk: Disk = Disk()) throws {
    try AtomicFile.write(to: path, disk: disk) { file in
      var directory: [UInt8] = []
      var offset = 0
      for array in arrays {
        let name = Array("\(array.name).npy".utf8)
        let header = try NumpyHeader.bytes(shape: array.shape, element: array.element)
        let record = try memberRecord(array, name: name, header: header, path: path)
        let local = [0x50, 0x4B, 0x03, 0x04] + record + name
        try file.write(local)
        try file.write(header)
        try array.withBytes { try file.write($0) }
        // Version made by, the record, comment, disk, attributes, offset, name.
        directory += [0x50, 0x4B, 0x01, 0x02, 20, 3] + record + littleEndian(UInt16(0)) + littleEndian(UInt16(0))
        directory += littleEndian(UInt16(0)) + littleEndian(UInt32(0o644 << 16))
        directory += try narrow(offset, path) + name
        offset += local.count + header.count + array.byteCount
      }
      try file.write(directory)
      try file.write(end(count: arrays.count, length: directory.count, start: offset, path))
    }
  }

  /// The part that local header and directory share: from the version needed to the length of the extra field.
  private static func memberRecord(
    _ array: ArrayEntry, name: [UInt8], header: [UInt8], path: String
  ) throws -> [UInt8] {
    let size = try narrow(header.count + array.byteCount, path)
    guard let nameLength = UInt16(exactly: name.count) else {
      throw TensorError("\(path): an array's name is longer than 65,535 bytes")
    }
    let begun = header.withUnsafeBytes { Inflate.checksum($0) }
    let checksum = try array.withBytes { Inflate.checksum($0, after: begun) }
    // Version 2.0; flag 11: the name is UTF-8; stored; 1980-01-01, so that equal arrays give equal files.
    let record = littleEndian(UInt16(20)) + littleEndian(UInt16(1 << 11)) + littleEndian(UInt16(0))
    let time = littleEndian(UInt16(0)) + littleEndian(UInt16(0x21))
    return record + time + littleEndian(checksum) + size + size + littleEndian(nameLength) + littleEndian(UInt16(0))
  }

  private static func end(count: Int, length: Int, start: Int, _ path: String) throws -> [UInt8] {
    guard let count = UInt16(exactly: count), count < 0xFFFF else {
      throw TensorError("\(path): \(count) arrays are too many for an .npz file; write safetensors")
    }
    let disks = littleEndian(UInt32(0))
    let counts = littleEndian(count) + littleEndian(count)
    return try [0x50, 0x4B, 0x05, 0x06] + disks + counts + narrow(length, path) + narrow(start, path)
      + littleEndian(UInt16(0))
  }

  private static func narrow(_ value: Int, _ path: String) throws -> [UInt8] {
    guard let value = UInt32(exactly: value), value < 0xFFFF_FFFF else {
      throw TensorError("\(path): more than 4 GiB do not fit an .npz file; write safetensors")
    }
    return littleEndian(value)
  }
}
