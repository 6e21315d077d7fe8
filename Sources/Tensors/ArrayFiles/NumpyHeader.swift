import Files

/// The header of a `.npy` array (NumPy enhancement proposal 1, versions 1 to 3): a Python dictionary literal.
struct NumpyHeader {
  var element: ArrayElement
  var isBigEndian: Bool
  var isFortranOrder: Bool
  var axes: [Int]
  /// Where the elements start.
  var dataOffset: Int

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// NumPy itself refuses longer ones.
  private static let longest = 1 << 20

  /// Reads the header at the start of `bytes`; `name` is said in complaints.
  init(_ bytes: UnsafeRawBufferPointer, name: String) throws {
    guard bytes.count >= 8, bytes.prefix(6).elementsEqual(Self.magic) else {
      throw TensorError("\(name): not a .npy array (it does not start with \\x93NUMPY)")
    }
    let lengthOffset = 8
    let length: Int?
    switch bytes[6] {
    case 1: length = bytes.number(UInt16.self, at: lengthOffset).map(Int.init)
    case 2, 3: length = bytes.number(UInt32.self, at: lengthOffset).map(Int.init)
    default: throw TensorError("\(name): .npy version \(bytes[6]) is unknown; versions 1 to 3 are read")
    }
    let textOffset = lengthOffset + (bytes[6] == 1 ? 2 : 4)
    guard let length, length <= Self.longest, let text = bytes.part(at: textOffset, count: length) else {
      throw TensorError("\(name): the .npy header is cut off or longer than \(Self.longest) bytes")
    }
    dataOffset = textOffset + length
    var literal = PythonLiteral(text, name: name)
    let fields = try literal.headerFields()
    (element, isBigEndian) = try Self.element(of: fields.description, name: name)
    isFortranOrder = fields.isFortranOrder
    axes = fields.axes
  }

  private static func element(of description: String, name: String) throws -> (ArrayElement, isBigEndian: Bool) {
    let order = description.first
    let elements: [String: ArrayElement] = [
      "f2": .float16, "f4": .float32, "f8": .float64, "i1": .int8, "i4": .int32, "i8": .int64, "u1": .uint8,
      "b1": .boolean,
      // bfloat16 is unknown to NumPy: it is saved as two bytes of unknown meaning.
      "V2": .bfloat16,
    ]
    guard order == "<" || order == ">" || order == "|", let element = elements[String(description.dropFirst())],
      order != "|" || element.byteCount == 1 || element == .bfloat16
    else {
      throw TensorError(
        "\(name): elements of type '\(description)' are not read; f2, f4, f8, i1, i4, i8, u1, b1 and V2 (bfloat16) are")
    }
    return (element, order == ">")
  }

  /// A version 1 header with its padding, so that the elements start at a multiple of 64.
  static func bytes(shape: Shape, element: ArrayElement) throws -> [UInt8] {
    let description =
      switch element {
      case .float16: "<f2"
      case .float32: "<f4"
      case .float64: "<f8"
      case .bfloat16: "|V2"
      case .int8: "|i1"
      case .int32: "<i4"
      case .int64: "<i8"
      case .uint8: "|u1"
      case .boolean: "|b1"
      }
    let axes = shape.axes.map { "\($0)," }.joined(separator: " ")
    var text = Array("{'descr': '\(description)', 'fortran_order': False, 'shape': (\(axes)), }".utf8)
    let prefix = magic.count + 4
    let padding = 63 - (prefix + text.count) % 64
    text += [UInt8](repeating: UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]
    guard let length = UInt16(exactly: text.count) else {
      throw TensorError("an array with \(shape.axes.count) axes is too deep for a .npy file")
    }
    return magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + text
  }
}

/// The few Python literals that stand in a `.npy` header.
private struct PythonLiteral {
  private let text: UnsafeRawBufferPointer
  private let name: String
  private var place = 0

  init(_ text: UnsafeRawBufferPointer, name: String) {
    self.text = text
    self.name = name
  }

  typealias Fields = (description: String, isFortranOrder: Bool, axes: [Int])

  mutating func headerFields() throws -> Fields {
    var description: String?
    var isFortranOrder: Bool?
    var axes: [Int]?
    try expect("{")
    while !accept("}") {
      let key = try string()
      try expect(":")
      switch key {
      case "descr" where description == nil: description = try string()
      case "fortran_order" where isFortranOrder == nil: isFortranOrder = try boolean()
      case "shape" where axes == nil: axes = try tuple()
      default: throw complaint("the key '\(key)' is unknown or stands there twice")
      }
      if !accept(",") {
        try expect("}")
        break
      }
    }
    skipSpaces()
    guard place == text.count else { throw complaint("something follows the dictionary") }
    guard let description, let isFortranOrder, let axes else {
      throw complaint("one of 'descr', 'fortran_order' and 'shape' is missing")
    }
    return (description, isFortranOrder, axes)
  }

  private func complaint(_ what: String) -> TensorError {
    TensorError("\(name): the .npy header is not what NumPy writes: \(what) (byte \(place) of the header)")
  }

  private mutating func skipSpaces() {
    while place < text.count, [0x20, 0x0A, 0x09, 0x0D].contains(text[place]) { place += 1 }
  }

  private mutating func accept(_ character: Character) -> Bool {
    skipSpaces()
    guard place < text.count, text[place] == character.asciiValue else { return false }
    place += 1
    return true
  }

  private mutating func expect(_ character: Character) throws {
    if !accept(character) { throw complaint("expected '\(character)'") }
  }

  private mutating func string() throws -> String {
    skipSpaces()
    guard place < text.count, text[place] == UInt8(ascii: "'") || text[place] == UInt8(ascii: "\"") else {
      throw complaint("expected a string (structured element types are not read)")
    }
    let quote = text[place]
    let start = place + 1
    guard let end = text[start...].firstIndex(of: quote), !text[start..<end].contains(UInt8(ascii: "\\")) else {
      throw complaint("a string does not end or has escapes")
    }
    place = end + 1
    return String(decoding: text[start..<end], as: UTF8.self)
  }

  private mutating func boolean() throws -> Bool {
    skipSpaces()
    for (word, value) in [("True", true), ("False", false)] where text[place...].starts(with: word.utf8) {
      place += word.utf8.count
      return value
    }
    throw complaint("expected True or False")
  }

  private mutating func tuple() throws -> [Int] {
    var axes: [Int] = []
    try expect("(")
    while !accept(")") {
      axes.append(try integer())
      // NumPy has at most 64 axes; more are an attack on whoever loops over them.
      guard axes.count <= 64 else { throw complaint("more than 64 axes") }
      if !accept(",") {
        try expect(")")
        break
      }
    }
    return axes
  }

  private mutating func integer() throws -> Int {
    skipSpaces()
    let digits = text[place...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let value = Int(String(decoding: digits, as: UTF8.self)) else {
      throw complaint("expected a length that fits 63 bits")
    }
    place += digits.count
    return value
  }
}
