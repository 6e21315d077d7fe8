/// Options that several commands share: a class or struct of `@Option` properties, kept as a property of a command.
///
///     struct SourceOptions: OptionGroup { @Option("how files are written") var format = Format.automatic }
///     struct Look: Command { var source = SourceOptions() }
public protocol OptionGroup {
  /// What stands before every option's name, and what its help says that the option is for; nil where a command has the group once.
  var purpose: OptionPurpose? { get }
}

/// Why a command has a group of options a second time.
public struct OptionPurpose: Sendable {
  /// Beginning of the options' names: `train` makes `--train-format` of `--format`.
  public let prefix: String
  /// What the options are for, such as `--train`.
  public let subject: String

  public init(prefix: String, subject: String) {
    self.prefix = prefix
    self.subject = subject
  }
}

extension OptionGroup {
  public var purpose: OptionPurpose? { nil }

  /// Whether any of the options was given on the command line.
  public var isGiven: Bool { NamedSlot.all(of: self).contains { $0.slot.isFilled } }

  /// The options that were given, as they are typed.
  public var given: [String] { NamedSlot.all(of: self).filter(\.slot.isFilled).map { "--\($0.name)" } }

  /// Throws a `UsageError` where any was given.
  ///
  /// - Parameter reason: why none has a meaning then, as a sentence's end.
  public func refuse(_ reason: String) throws {
    guard isGiven else { return }
    throw UsageError("\(given.joined(separator: ", ")) would change nothing: \(reason)")
  }
}
