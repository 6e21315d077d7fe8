/// How the words of a command line become a value: one rule for options and positional arguments alike.
struct ValueReader<Value> {
  let placeholder: String
  let choices: [String]
  let isFlag: Bool
  let isPath: Bool
  let isRepeated: Bool
  /// Allowed values in words, such as "0 to 1024"; nil when everything readable is allowed.
  let allowed: String?
  /// The value as help shows it; nil hides it.
  let text: (Value) -> String?
  /// Takes one word and the value so far. The `Bool` is true for the first word, which replaces a default list.
  let read: (String, Value, Bool) throws(UsageError) -> Value

  /// Reads one word as an element within its limits.
  fileprivate static func element<Element: OptionValue>(
    _ word: String, _ limits: Limits<Element>?
  ) throws(UsageError) -> Element {
    guard let element = Element(argument: word) else {
      guard !Element.choices.isEmpty else { throw UsageError("cannot read '\(word)' as \(Element.placeholder)") }
      let list = Element.choices.joined(separator: ", ")
      throw UsageError("'\(word)' is none of \(list)\(Suggestion.tail(word, in: Element.choices))")
    }
    if let limits, !limits.contains(element) {
      throw UsageError("\(word) is out of range; allowed: \(limits.text)")
    }
    return element
  }
}

/// A test of a value and how to say it.
struct Limits<Element> {
  let contains: (Element) -> Bool
  let text: String
}

extension Limits where Element: OptionValue & Comparable {
  init(_ range: ClosedRange<Element>) {
    contains = range.contains
    text = "\(range.lowerBound.argumentText ?? "") to \(range.upperBound.argumentText ?? "")"
  }

  init(_ range: PartialRangeFrom<Element>) {
    contains = range.contains
    text = "\(range.lowerBound.argumentText ?? "") or more"
  }
}

extension ValueReader where Value: OptionValue {
  /// A value that is always there.
  init(single limits: Limits<Value>?) {
    self.init(
      placeholder: Value.placeholder, choices: Value.choices, isFlag: Value.isFlag, isPath: Value.isPath,
      isRepeated: false,
      allowed: limits?.text, text: \.argumentText,
      read: { (word, _, _) throws(UsageError) in try Self.element(word, limits) })
  }
}

extension ValueReader {
  /// A value that may be absent.
  static func optional<Element: OptionValue>(
    _ limits: Limits<Element>?
  ) -> ValueReader where Value == Element? {
    ValueReader(
      placeholder: Element.placeholder, choices: Element.choices, isFlag: false, isPath: Element.isPath,
      isRepeated: false,
      allowed: limits?.text, text: { $0?.argumentText },
      read: { (word, _, _) throws(UsageError) -> Element? in try Self.element(word, limits) as Element })
  }

  /// Any number of values.
  static func repeated<Element: OptionValue>(
    _ limits: Limits<Element>?
  ) -> ValueReader where Value == [Element] {
    ValueReader(
      placeholder: Element.placeholder, choices: Element.choices, isFlag: false, isPath: Element.isPath,
      isRepeated: true,
      allowed: limits?.text,
      text: { $0.isEmpty ? nil : $0.compactMap(\.argumentText).joined(separator: " ") },
      read: { (word, soFar, isFirst) throws(UsageError) -> [Element] in
        (isFirst ? [] : soFar) + [try Self.element(word, limits) as Element]
      })
  }
}
