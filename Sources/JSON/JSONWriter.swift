extension JSONValue {
  /// The document on one line, without spaces. Numbers that are not finite, which JSON cannot say, become `null`.
  public var compactText: String {
    var writer = JSONWriter(indent: nil)
    writer.write(self, depth: 0)
    return writer.text
  }

  /// The document on many lines, indented by two spaces, ending in a newline. Short lists of plain values stay on one line.
  public var prettyText: String {
    var writer = JSONWriter(indent: 2)
    writer.write(self, depth: 0)
    return writer.text + "\n"
  }
}

struct JSONWriter {
  private(set) var text = ""
  let indent: Int?

  init(indent: Int?) {
    self.indent = indent
  }

  mutating func write(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += value.isFinite ? value.description : "null"
    case .string(let value): writeString(value)
    case .array(let values): writeArray(values, depth: depth)
    case .object(let members): writeObject(members, depth: depth)
    }
  }

  private mutating func writeArray(_ values: [JSONValue], depth: Int) {
    let onOneLine = indent == nil || values.count <= 16 && values.allSatisfy(\.isPlain)
    text += "["
    for (index, value) in values.enumerated() {
      if index > 0 { text += onOneLine && indent != nil ? ", " : "," }
      if !onOneLine { breakLine(depth + 1) }
      write(value, depth: depth + 1)
    }
    if !onOneLine, !values.isEmpty { breakLine(depth) }
    text += "]"
  }

  private mutating func writeObject(_ members: [JSONMember], depth: Int) {
    text += "{"
    for (index, member) in members.enumerated() {
      if index > 0 { text += "," }
      if indent != nil { breakLine(depth + 1) }
      writeString(member.name)
      text += indent == nil ? ":" : ": "
      write(member.value, depth: depth + 1)
    }
    if indent != nil, !members.isEmpty { breakLine(depth) }
    text += "}"
  }

  private mutating func breakLine(_ depth: Int) {
    text += "\n" + String(repeating: " ", count: depth * (indent ?? 0))
  }

  private mutating func writeString(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      // Line separators are legal in JSON, but would break a file that is read line by line.
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{85}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension JSONValue {
  fileprivate var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }
}
