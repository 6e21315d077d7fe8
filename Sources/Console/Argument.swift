/// A positional argument of a command: `@Argument("what to look for") var query = ""`.
///
/// Arguments are filled in the order they are declared. A plain value is required (its initial value is never seen by
/// `run`), an optional may be left out, an array takes all that is left.
@propertyWrapper
public final class Argument<Value> {
  public var wrappedValue: Value
  let isRequired: Bool
  private let entry: HelpEntry
  private let reader: ValueReader<Value>
  private var wordsRead = 0

  private init(_ value: Value, _ help: String, _ name: String?, _ required: Bool, _ reader: ValueReader<Value>) {
    wrappedValue = value
    isRequired = required
    self.reader = reader
    entry = HelpEntry(
      name: name, help: help, placeholder: reader.placeholder, choices: reader.choices, isFlag: false,
      isPath: reader.isPath, isRepeated: reader.isRepeated, isRequired: false, allowed: reader.allowed,
      shownDefault: nil)
  }

  /// - Parameters:
  ///   - wrappedValue: a value of no meaning; the argument is required.
  ///   - help: what it is, beginning in lower case, without a full stop.
  ///   - name: what help calls it; nil takes the property's name.
  public convenience init(wrappedValue: Value, _ help: String, name: String? = nil) where Value: OptionValue {
    self.init(wrappedValue, help, name, true, ValueReader(single: nil))
  }

  /// May be left out.
  public convenience init<Element: OptionValue>(
    wrappedValue: Value = nil, _ help: String, name: String? = nil
  ) where Value == Element? {
    self.init(wrappedValue, help, name, false, .optional(nil))
  }

  /// Takes all arguments that are left; at least one where `required`.
  public convenience init<Element: OptionValue>(
    wrappedValue: Value = [], _ help: String, name: String? = nil, required: Bool = false
  ) where Value == [Element] {
    self.init(wrappedValue, help, name, required, .repeated(nil))
  }
}

extension Argument: CommandLineSlot {
  var isPositional: Bool { true }
  var isFilled: Bool { wordsRead > 0 }

  func helpEntry(label: String) -> HelpEntry { entry.named(label) }

  func take(_ word: String) throws(UsageError) {
    wrappedValue = try reader.read(word, wrappedValue, wordsRead == 0)
    wordsRead += 1
  }
}
