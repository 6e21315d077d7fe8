import Console
import FoundationEssentials
import JSON

/// A JSON file beside weights, read with sentences that say where something is wrong.
package struct ConfigurationFile {
  /// The file's name in what is said to people.
  package let name: String
  package let root: JSONValue

  /// A configuration larger than this is none.
  private static let sizeLimit = 1 << 24

  /// Nil where there is no such file. Throws a sentence where it cannot be read or is no JSON object.
  package init?(folder: String, name: String) throws {
    let path = folder.isEmpty ? name : "\(folder)/\(name)"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CommandError("\(path): the file cannot be read; check that it is a file and may be read")
    }
    try self.init(bytes: Array(bytes), path: path, name: name)
  }

  package init(bytes: [UInt8], path: String, name: String) throws {
    guard bytes.count <= Self.sizeLimit else {
      throw CommandError("\(path): the file has \(bytes.count) bytes, which is too large for a configuration")
    }
    let root: JSONValue
    do { root = try JSONValue(parsing: bytes, source: path) } catch { throw CommandError("\(error)") }
    guard root.objectValue != nil else {
      throw CommandError("\(path): an object should stand here, not \(root.kind)")
    }
    self.init(name: name, root: root)
  }

  package init(name: String, root: JSONValue) {
    self.name = name
    self.root = root
  }

  /// The whole file as a section.
  package var section: ConfigurationSection { ConfigurationSection(path: name, separator: ": ", value: root) }
}

/// An object in a configuration. Fields that are absent or null are nil; those of another kind are errors.
package struct ConfigurationSection {
  package let path: String
  package var separator = "."
  package let value: JSONValue

  private func field(_ name: String) -> JSONValue? {
    guard let found = value[name], found != .null else { return nil }
    return found
  }

  package func place(_ name: String) -> String { path + separator + name }

  package func failure(_ name: String, _ problem: String) -> CommandError { CommandError("\(place(name)) \(problem)") }

  /// The object of this name.
  package func section(_ name: String) throws -> ConfigurationSection? {
    guard let found = field(name) else { return nil }
    guard found.objectValue != nil else { throw failure(name, "should be an object, not \(found.kind)") }
    return ConfigurationSection(path: place(name), value: found)
  }

  package func text(_ name: String) throws -> String? {
    guard let found = field(name) else { return nil }
    guard let text = found.stringValue else { throw failure(name, "should be a string, not \(found.kind)") }
    return text
  }

  package func bool(_ name: String) throws -> Bool? {
    guard let found = field(name) else { return nil }
    guard let bool = found.boolValue else { throw failure(name, "should be true or false, not \(found.kind)") }
    return bool
  }

  package func number(_ name: String) throws -> Double? {
    guard let found = field(name) else { return nil }
    guard let number = found.doubleValue else { throw failure(name, "should be a number, not \(found.kind)") }
    return number
  }

  /// A whole number from 1 on that a size can be.
  package func size(_ name: String) throws -> Int? {
    guard let found = field(name) else { return nil }
    guard let size = found.intValue, (1...1 << 24).contains(size) else {
      throw failure(name, "should be a whole number from 1 on, not \(found.compactText)")
    }
    return size
  }

  /// The side of a square: a number, two equal ones in a list, or `height` and `width`.
  package func side(_ name: String) throws -> Int? {
    guard let found = field(name) else { return nil }
    if found.arrayValue == nil, found.objectValue == nil { return try size(name) }
    let sides =
      found.arrayValue?.map(\.intValue) ?? [found["height"]?.intValue, found["width"]?.intValue]
    guard sides.count == 2, let first = sides[0], let second = sides[1], (1...1 << 24).contains(first) else {
      throw failure(name, "should be a number of pixels or two of them, not \(found.compactText)")
    }
    guard first == second else {
      throw failure(name, "is \(first) × \(second); images must be square")
    }
    return first
  }

  /// Three numbers, or one for all three channels.
  package func channels(_ name: String) throws -> [Float]? {
    guard let found = field(name) else { return nil }
    let numbers =
      found.doubleValue.map { [$0, $0, $0] } ?? found.arrayValue.map { $0.compactMap(\.doubleValue) } ?? []
    guard numbers.count == 3, found.arrayValue.map({ $0.count == 3 }) ?? true,
      numbers.allSatisfy({ $0.isFinite && $0.magnitude < 1e6 })
    else { throw failure(name, "should be three numbers, not \(found.compactText)") }
    return numbers.map { Float($0) }
  }

  /// How the field and its value are shown as an origin.
  package func origin(_ name: String) -> String { "\(place(name)) \(value[name]?.compactText ?? "null")" }
}
