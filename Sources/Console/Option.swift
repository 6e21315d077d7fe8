/// A named option of a command: `@Option("optimizer steps") var steps = 1000` is `--steps 1000`.
///
/// A `Bool` is a flag, `--resume` or `--no-resume`; an optional has no default; an array takes the option repeatedly.
@propertyWrapper
public final class Option<Value> {
  public var wrappedValue: Value
  private let entry: HelpEntry
  private let reader: ValueReader<Value>
  let isRequired: Bool
  private var wordsRead = 0

  private init(
    _ value: Value, _ help: String, _ name: String?, _ placeholder: String?, _ reader: ValueReader<Value>,
    required: Bool = false
  ) {
    wrappedValue = value
    self.reader = reader
    isRequired = required
    entry = HelpEntry(
      name: name, help: help, placeholder: placeholder ?? reader.placeholder, choices: reader.choices,
      isFlag: reader.isFlag, isPath: reader.isPath, isRepeated: reader.isRepeated, isRequired: required,
      allowed: reader.allowed, shownDefault: reader.text(value))
  }

  /// - Parameters:
  ///   - wrappedValue: the default.
  ///   - help: what it is for, beginning in lower case, without a full stop.
  ///   - name: the name on the command line; nil derives it from the property (`batchSize` is `--batch-size`).
  ///   - placeholder: what help writes for the value; nil takes the type's.
  public convenience init(
    wrappedValue: Value, _ help: String, name: String? = nil, placeholder: String? = nil
  ) where Value: OptionValue {
    self.init(wrappedValue, help, name, placeholder, ValueReader(single: nil))
  }

  /// Must be given where `required`.
  ///
  /// - Parameter wrappedValue: a value of no meaning then.
  public convenience init(
    wrappedValue: Value, _ help: String, required: Bool, name: String? = nil, placeholder: String? = nil
  ) where Value: OptionValue {
    self.init(wrappedValue, help, name, placeholder, ValueReader(single: nil), required: required)
  }

  /// A value within `range`.
  public convenience init(
    wrappedValue: Value, _ help: String, in range: ClosedRange<Value>, name: String? = nil, placeholder: String? = nil
  ) where Value: OptionValue & Comparable {
    self.init(wrappedValue, help, name, placeholder, ValueReader(single: Limits(range)))
  }

  /// No default: nil when the option is not given.
  public convenience init<Element: OptionValue>(
    wrappedValue: Value = nil, _ help: String, name: String? = nil, placeholder: String? = nil
  ) where Value == Element? {
    self.init(wrappedValue, help, name, placeholder, .optional(nil))
  }

  /// No default, and a value within `range` when given.
  public convenience init<Element: OptionValue & Comparable>(
    wrappedValue: Value = nil, _ help: String, in range: ClosedRange<Element>, name: String? = nil,
    placeholder: String? = nil
  ) where Value == Element? {
    self.init(wrappedValue, help, name, placeholder, .optional(Limits(range)))
  }

  /// No default, and at least `range.lowerBound` when given.
  public convenience init<Element: OptionValue & Comparable>(
    wrappedValue: Value = nil, _ help: String, in range: PartialRangeFrom<Element>, name: String? = nil,
    placeholder: String? = nil
  ) where Value == Element? {
    self.init(wrappedValue, help, name, placeholder, .optional(Limits(range)))
  }

  /// Every occurrence adds a value.
  public convenience init<Element: OptionValue>(
    wrappedValue: Value = [], _ help: String, name: String? = nil, placeholder: String? = nil
  ) where Value == [Element] {
    self.init(wrappedValue, help, name, placeholder, .repeated(nil))
  }
}

extension Option: CommandLineSlot {
  var isPositional: Bool { false }
  var isFilled: Bool { wordsRead > 0 }

  func helpEntry(label: String) -> HelpEntry { entry.named(label) }

  func take(_ word: String) throws(UsageError) {
    wrappedValue = try reader.read(word, wrappedValue, wordsRead == 0)
    wordsRead += 1
  }
}
