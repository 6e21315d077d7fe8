/// Reads the words of a command line into the slots of a command.
struct CommandLineParser {
  private let options: [String: NamedSlot]
  private let optionNames: [String]
  private let positional: [NamedSlot]
  private let advice: WordAdvice
  private var words: ArraySlice<String>
  private var nextPositional = 0

  private static let standardNames = ["help", "version"]

  private init(slots: [NamedSlot], words: [String], advice: WordAdvice) {
    let named = slots.filter { !$0.slot.isPositional }
    options = Dictionary(named.map { ($0.name, $0) }) { first, _ in first }
    optionNames = named.map(\.name) + Self.standardNames
    positional = slots.filter(\.slot.isPositional)
    self.advice = advice
    self.words = words[...]
  }

  /// What a command line asks for.
  enum Outcome { case run, help, version }

  /// Fills `slots` from `words`. Stops at `--help` and `--version`, whatever stands around them.
  static func parse(
    _ words: [String], into slots: [NamedSlot], advice: WordAdvice
  ) throws(UsageError) -> Outcome {
    let optionWords = words.prefix { $0 != "--" }
    if optionWords.contains("--help") || optionWords.contains("-h") { return .help }
    if optionWords.contains("--version") { return .version }
    var parser = CommandLineParser(slots: slots, words: words, advice: advice)
    try parser.parseAll()
    return .run
  }

  private mutating func parseAll() throws(UsageError) {
    while let word = words.popFirst() {
      if word == "--" {
        while let rest = words.popFirst() { try takePositional(rest) }
      } else if word.hasPrefix("--") {
        try takeOption(word)
      } else if word.hasPrefix("-"), word.count > 1, Double(word) == nil {
        throw UsageError("unknown option \(word); options begin with two dashes, see --help")
      } else {
        try takePositional(word)
      }
    }
    let required = positional + optionNames.compactMap { options[$0] }
    if let missing = required.first(where: { $0.slot.isRequired && !$0.slot.isFilled }) {
      let form = missing.slot.isPositional ? "<\(missing.name)>" : "--\(missing.name)"
      throw UsageError("\(form) is missing: \(missing.entry.help)")
    }
  }

  private mutating func takeOption(_ word: String) throws(UsageError) {
    let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let attached = parts.count == 2 ? String(parts[1]) : nil
    if let option = options[name] {
      if let attached {
        try take(attached, into: option)
      } else {
        try take(try value(for: option), into: option)
      }
    } else if name.hasPrefix("no-"), let option = options[String(name.dropFirst(3))], option.entry.isFlag {
      guard attached == nil else { throw UsageError("--\(name) takes no value") }
      try take("no", into: option)
    } else {
      throw advice.complaint(ofOption: name, known: optionNames)
    }
  }

  private mutating func value(for option: NamedSlot) throws(UsageError) -> String {
    if option.entry.isFlag { return "yes" }
    guard let next = words.first, !isOption(next) else {
      throw UsageError("--\(option.name) needs a value: \(option.entry.help)")
    }
    words.removeFirst()
    return next
  }

  /// A value may begin with dashes, but not be a name this command knows: then it was forgotten.
  private func isOption(_ word: String) -> Bool {
    guard word.hasPrefix("--") else { return false }
    let name = word.dropFirst(2).prefix { $0 != "=" }
    return name.isEmpty || optionNames.contains(String(name))
  }

  private func take(_ word: String, into option: NamedSlot) throws(UsageError) {
    do {
      try option.slot.take(word)
    } catch {
      throw UsageError("--\(option.name): \(error.description)")
    }
  }

  private mutating func takePositional(_ word: String) throws(UsageError) {
    let isFirst = !positional.contains { $0.slot.isFilled }
    if let complaint = advice.complaint(ofArgument: word, isFirst: isFirst) { throw complaint }
    guard nextPositional < positional.count else {
      throw UsageError("unexpected argument '\(word)'; quote texts that contain spaces")
    }
    let argument = positional[nextPositional]
    do {
      try argument.slot.take(word)
    } catch {
      throw UsageError("<\(argument.name)>: \(error.description)")
    }
    if !argument.entry.isRepeated { nextPositional += 1 }
  }
}
