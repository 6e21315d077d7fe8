import Files
import JSON

/// The table of contents of a safetensors file: an 8-byte length, then a JSON object of names, types, shapes and ranges.
struct SafetensorsHeader {
  struct Member: Sendable {
    var name: String
    var element: ArrayElement
    var shape: Shape
    /// Counted from the start of the file.
    var range: Range<Int>
  }

  /// In the order of their bytes.
  var members: [Member]
  var metadata: [String: String]

  /// The format's own limit.
  private static let longest = 100_000_000

  /// Checks everything: types, shapes against ranges, ranges without overlaps and holes, up to the end of the file.
  init(_ bytes: UnsafeRawBufferPointer, name: String) throws {
    func complaint(_ what: String) -> TensorError { TensorError("\(name): \(what)") }
    guard let length = bytes.number(UInt64.self, at: 0).flatMap({ Int(exactly: $0) }), length <= Self.longest,
      let text = bytes.part(at: 8, count: length)
    else { throw complaint("not a safetensors file, or cut off: its header does not fit the file") }
    let header: JSONValue
    do { header = try JSONValue(parsing: text, source: "\(name) (header)") } catch { throw TensorError("\(error)") }
    guard case .object(let fields) = header else { throw complaint("the safetensors header is not a JSON object") }
    metadata = [:]
    members = []
    let dataOffset = 8 + length
    for field in fields {
      if field.name == "__metadata__" {
        metadata = try Self.metadata(field.value, complaint)
      } else {
        members.append(try Self.member(field, dataOffset: dataOffset, end: bytes.count, complaint))
      }
    }
    members.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    var place = dataOffset
    for member in members {
      guard member.range.lowerBound == place else {
        throw complaint("the bytes of array '\(member.name)' overlap others or leave a hole before them")
      }
      place = member.range.upperBound
    }
    guard place == bytes.count else { throw complaint("\(bytes.count - place) bytes at the end belong to no array") }
  }

  private typealias Complaint = (String) -> TensorError

  private static func metadata(_ value: JSONValue, _ complaint: Complaint) throws -> [String: String] {
    guard case .object(let fields) = value else { throw complaint("'__metadata__' is not an object") }
    var metadata: [String: String] = [:]
    for field in fields {
      guard let text = field.value.stringValue else {
        throw complaint("'__metadata__' has \(field.value.kind) under '\(field.name)', where a string was expected")
      }
      metadata[field.name] = text
    }
    return metadata
  }

  private static func member(
    _ field: JSONMember, dataOffset: Int, end: Int, _ complaint: Complaint
  ) throws -> Member {
    let place = "array '\(field.name)'"
    guard let parts = field.value.objectValue, parts.count == 3, let code = field.value["dtype"]?.stringValue,
      let axes = integers(field.value["shape"]), let offsets = integers(field.value["data_offsets"]), offsets.count == 2
    else { throw complaint("\(place) needs a 'dtype', a 'shape' and two 'data_offsets', and nothing else") }
    guard let element = ArrayElement(safetensorsCode: code) else {
      throw complaint("\(place) has elements of type '\(code)', which are not read")
    }
    guard let needed = ArrayEntry.byteCount(axes: axes, element) else {
      throw complaint("\(place) has an impossible shape \(Shape(axes))")
    }
    guard offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= end - dataOffset else {
      throw complaint("\(place) lies outside the file; it is damaged or cut off")
    }
    guard offsets[1] - offsets[0] == needed else {
      throw complaint("\(place) of shape \(Shape(axes)) in \(code) cannot have \(offsets[1] - offsets[0]) bytes")
    }
    return Member(
      name: field.name, element: element, shape: Shape(axes),
      range: dataOffset + offsets[0]..<dataOffset + offsets[1])
  }

  private static func integers(_ value: JSONValue?) -> [Int]? {
    guard let values = value?.arrayValue else { return nil }
    let integers = values.compactMap { if case .integer(let integer) = $0 { integer } else { nil } }
    return integers.count == values.count && integers.count <= 64 ? integers : nil
  }
}

extension ArrayElement {
  /// The format's word for the type.
  var safetensorsCode: String {
    switch self {
    case .float16: "F16"
    case .float32: "F32"
    case .float64: "F64"
    case .bfloat16: "BF16"
    case .int8: "I8"
    case .int32: "I32"
    case .int64: "I64"
    case .uint8: "U8"
    case .boolean: "BOOL"
    }
  }

  init?(safetensorsCode code: String) {
    guard let element = Self.allCases.first(where: { $0.safetensorsCode == code }) else { return nil }
    self = element
  }
}
