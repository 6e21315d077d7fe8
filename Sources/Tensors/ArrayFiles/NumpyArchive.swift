import Files

/// Named arrays in an `.npz` file: a zip file of `.npy` members, as `numpy.savez` writes it and released CLIPPO
/// checkpoints come.
public struct NumpyArchive: Sendable {
  /// Names of the arrays, in the file's order, without `.npy`.
  public let names: [String]
  private let file: FileBytes
  private let members: [String: ZipDirectory.Member]

  /// Opens a file and reads its table of contents. Throws where it is damaged.
  public init(path: String) throws { try self.init(FileBytes(path: path)) }

  /// Reads the table of contents.
  public init(_ file: FileBytes) throws {
    self.file = file
    let directory = try file.withBytes { try ZipDirectory($0, name: file.name) }
    var members: [String: ZipDirectory.Member] = [:]
    var names: [String] = []
    for member in directory.members where member.name.hasSuffix(".npy") {
      let name = String(member.name.dropLast(4))
      members[name] = member
      names.append(name)
    }
    self.members = members
    self.names = names
  }

  /// The array of a name, its checksum verified; only now its bytes are read. Throws where there is none or it is damaged.
  public func array(_ name: String) throws -> ArrayEntry {
    guard let member = members[name] else { throw TensorError("\(file.name): there is no array '\(name)'") }
    let place = "\(file.name), member '\(member.name)'"
    if !member.isDeflated {
      let checksum = file.withBytes { Inflate.checksum(UnsafeRawBufferPointer(rebasing: $0[member.range])) }
      guard checksum == member.checksum else { throw TensorError("\(place): the checksum is wrong; it is damaged") }
      return try NumpyFile.entry(in: file, range: member.range, name: name, place: place)
    }
    let bytes = file.withBytes {
      Inflate.bytes(UnsafeRawBufferPointer(rebasing: $0[member.range]), size: member.size)
    }
    guard let bytes, bytes.withUnsafeBytes({ Inflate.checksum($0) }) == member.checksum else {
      throw TensorError("\(place): the deflated bytes are damaged")
    }
    return try NumpyFile.entry(in: FileBytes(bytes, name: place), range: nil, name: name, place: place)
  }

  /// All arrays.
  public func arrays() throws -> [ArrayEntry] { try names.map { try array($0) } }
}
