/// A type that can be read from one word of a command line.
public protocol OptionValue {
  /// Nil when the word cannot be read.
  init?(argument: String)
  /// The value as it would be typed; nil when there is nothing to show as a default.
  var argumentText: String? { get }
  /// What help writes in place of a value, such as "number".
  static var placeholder: String { get }
  /// Every accepted word, where they can be listed.
  static var choices: [String] { get }
  /// True where naming the option is enough.
  static var isFlag: Bool { get }
  /// True where a shell offers files and folders.
  static var isPath: Bool { get }
}

extension OptionValue {
  public static var choices: [String] { [] }
  public static var isFlag: Bool { false }
  public static var isPath: Bool { false }
}

extension OptionValue where Self: LosslessStringConvertible {
  public init?(argument: String) { self.init(argument) }
  public var argumentText: String? { description }
}

extension Int: OptionValue {
  public static var placeholder: String { "integer" }
}

extension UInt64: OptionValue {
  public static var placeholder: String { "integer" }
}

extension Double: OptionValue {
  public static var placeholder: String { "number" }

  /// A finite number; "nan" and "inf" are no answer to any option.
  public init?(argument: String) {
    guard let value = Double(argument), value.isFinite else { return nil }
    self = value
  }

  public var argumentText: String? {
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension String: OptionValue {
  public static var placeholder: String { "text" }
  public var argumentText: String? { isEmpty ? nil : self }
}

extension Bool: OptionValue {
  public static var placeholder: String { "yes|no" }
  public static var choices: [String] { ["yes", "no", "true", "false"] }
  public static var isFlag: Bool { true }

  public init?(argument: String) {
    switch argument {
    case "yes", "true": self = true
    case "no", "false": self = false
    default: return nil
    }
  }

  public var argumentText: String? { self ? "yes" : nil }
}

extension OptionValue where Self: CaseIterable & RawRepresentable, RawValue == String {
  public init?(argument: String) { self.init(rawValue: argument) }
  public var argumentText: String? { rawValue }
  public static var placeholder: String { "choice" }
  public static var choices: [String] { allCases.map(\.rawValue) }
}

/// A path of a file or folder; a type of its own so that help can say so.
public struct FilePath: OptionValue, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let string: String

  public init(_ string: String) { self.string = string }
  public init(stringLiteral value: String) { string = value }
  public init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    string = argument
  }

  public var description: String { string }
  public var argumentText: String? { string.isEmpty ? nil : string }
  public static var placeholder: String { "path" }
  public static var isPath: Bool { true }
}

/// Values with commas between them, such as `zh,en`.
public struct CommaSeparated<Element: OptionValue>: OptionValue {
  public let elements: [Element]

  public init(_ elements: [Element]) { self.elements = elements }

  public init?(argument: String) {
    var elements: [Element] = []
    for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard !word.isEmpty, let element = Element(argument: String(word)) else { return nil }
      elements.append(element)
    }
    self.elements = elements
  }

  public var argumentText: String? {
    elements.isEmpty ? nil : elements.compactMap(\.argumentText).joined(separator: ",")
  }
  public static var placeholder: String { "\(Element.placeholder)[,…]" }
  public static var choices: [String] { Element.choices }
}

extension CommaSeparated: Sendable where Element: Sendable {}
extension CommaSeparated: Equatable where Element: Equatable {}
