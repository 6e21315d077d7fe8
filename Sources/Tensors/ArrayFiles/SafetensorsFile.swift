import Files
import JSON

/// Named arrays in a safetensors file (github.com/huggingface/safetensors): mapped, so opening costs the header only.
public struct SafetensorsFile: Sendable {
  /// Free text beside the arrays.
  public let metadata: [String: String]
  /// Names of the arrays, in the order of their bytes.
  public let names: [String]
  private let file: FileBytes
  private let members: [String: SafetensorsHeader.Member]

  /// Opens a file. Throws where its header is damaged or does not fit its bytes.
  public init(path: String) throws { try self.init(FileBytes(path: path)) }

  /// Reads the header.
  public init(_ file: FileBytes) throws {
    let header = try file.withBytes { try SafetensorsHeader($0, name: file.name) }
    self.file = file
    metadata = header.metadata
    names = header.members.map(\.name)
    members = Dictionary(header.members.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The array of a name, without a copy. Throws where there is none.
  public func array(_ name: String) throws -> ArrayEntry {
    guard let member = members[name] else { throw TensorError("\(file.name): there is no array '\(name)'") }
    return ArrayEntry(name: name, shape: member.shape, element: member.element, file: file, range: member.range)
  }

  /// All arrays, without copies.
  public func arrays() throws -> [ArrayEntry] { try names.map { try array($0) } }
}

// Writing.
extension SafetensorsFile {
  /// Writes arrays and free text, replacing the file at once or not at all; the same content gives the same bytes.
  ///
  /// Wider elements stand first, so that every array is aligned to its elements. Throws where two arrays share a name.
  public static func write(
    _ arrays: [ArrayEntry], metadata: [String: String] = [:], to path: String, disk: Disk = Disk()
  ) throws {
    guard Set(arrays.map(\.name)).count == arrays.count, !arrays.contains(where: { $0.name == "__metadata__" }) else {
      throw TensorError("\(path): two arrays share a name, or one is called '__metadata__'")
    }
    let ordered = ArrayElement.widthsDescending.flatMap { width in
      arrays.filter { $0.element.byteCount == width }
    }
    try AtomicFile.write(to: path, disk: disk) { file in
      try file.write(header(ordered, metadata))
      for array in ordered { try array.withBytes { try file.write($0) } }
    }
  }

  private static func header(_ arrays: [ArrayEntry], _ metadata: [String: String]) -> [UInt8] {
    var fields: [JSONMember] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }.map { JSONMember($0.key, .string($0.value)) }
      fields.append(JSONMember("__metadata__", .object(texts)))
    }
    var offset = 0
    for array in arrays {
      let end = offset + array.byteCount
      let description: JSONValue = [
        "dtype": .string(array.element.safetensorsCode), "shape": .array(array.shape.axes.map { .integer($0) }),
        "data_offsets": [.integer(offset), .integer(end)],
      ]
      fields.append(JSONMember(array.name, description))
      offset = end
    }
    var text = Array(JSONValue.object(fields).compactText.utf8)
    text += [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    return littleEndian(UInt64(text.count)) + text
  }
}

extension ArrayElement {
  /// The lengths that elements come in, longest first.
  fileprivate static let widthsDescending = Set(allCases.map(\.byteCount)).sorted(by: >)
}
