import FoundationEssentials

extension RendererContract {
  /// One line of JSON; equal contracts give equal text.
  public var json: String {
    let options = self.options.described.map { "\(Self.quoted($0.name)):\($0.value)" }.joined(separator: ",")
    let fonts = self.fonts.map {
      "{\"file\":\(Self.quoted($0.file)),\"face\":\($0.face),\"hash\":\(Self.quoted($0.hash)),"
        + "\"scale\":\($0.scale),\"shift\":\($0.shift)}"
    }.joined(separator: ",")
    return "{\"version\":\(version),\"options\":{\(options)},\"libraries\":\(Self.quoted(libraries)),"
      + "\"sample\":\(Self.quoted(sample)),\"fonts\":[\(fonts)]}"
  }

  /// Reads what `json` wrote. Throws a sentence where it is something else.
  public init(json: String) throws {
    do {
      self = try JSONDecoder().decode(RendererContract.self, from: Data(json.utf8))
    } catch let error as RenderingError {
      throw error
    } catch {
      throw RenderingError("The renderer's contract cannot be read: \(error).")
    }
  }

  private static func quoted(_ text: String) -> String { JSONText.quoted(text) }
}

extension RendererContract: Decodable {
  private enum Key: String, CodingKey {
    case version, options, libraries, sample, fonts, file, face, hash, scale, shift
  }

  public init(from decoder: any Decoder) throws {
    let root = try decoder.container(keyedBy: Key.self)
    version = try root.decode(Int.self, forKey: .version)
    libraries = try root.decode(String.self, forKey: .libraries)
    sample = try root.decode(String.self, forKey: .sample)
    options = try RendererOptions(described: root.decode([String: Int].self, forKey: .options))
    var list = try root.nestedUnkeyedContainer(forKey: .fonts)
    fonts = []
    while !list.isAtEnd {
      let font = try list.nestedContainer(keyedBy: Key.self)
      fonts.append(
        try FontIdentity(
          file: font.decode(String.self, forKey: .file), face: font.decode(Int.self, forKey: .face),
          hash: font.decode(String.self, forKey: .hash), scale: font.decode(Int.self, forKey: .scale),
          shift: font.decode(Int.self, forKey: .shift)))
    }
  }
}

extension RendererOptions {
  /// From the values that `described` lists; a value out of range is an error.
  init(described values: [String: Int]) throws {
    // Contracts keep being read under the names that they were written with.
    let formerNames = ["lineHeightPatches": "rowPatches", "keepBlankPatches": "keepBlank"]
    func value(_ name: String, _ range: ClosedRange<Int>) throws -> Int {
      guard let value = values[name] ?? formerNames[name].flatMap({ values[$0] }) else {
        throw RenderingError("The renderer's contract lacks the option \(name).")
      }
      guard range.contains(value) else {
        throw RenderingError("The renderer's contract has \(value) for \(name), which is out of range.")
      }
      return value
    }
    try self.init(
      patchSize: value("patchSize", 4...64), rows: value("rows", 1...1024), columns: value("columns", 1...1024),
      fontSize: value("fontSize", 4...128), lineHeightPatches: value("lineHeightPatches", 1...8),
      foreground: UInt8(value("ink", 0...255)), background: UInt8(value("background", 0...255)),
      keepBlankPatches: value("keepBlankPatches", 0...1) == 1,
      emoji: EmojiStyle(rawValue: value("emoji", 0...2)) ?? .color, lowercase: value("lowercase", 0...1) == 1,
      alignment: Alignment(rawValue: value("alignment", 0...2)) ?? .none, margin: value("margin", 0...256),
      weight: value("weight", 0...100),
      writing: WritingMode(rawValue: value("writing", 0...1)) ?? .horizontal)
  }
}

/// Strings as JSON writes them.
enum JSONText {
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
