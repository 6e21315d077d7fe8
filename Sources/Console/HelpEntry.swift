/// What help says about one option or argument.
struct HelpEntry {
  var name: String?
  var help: String
  let placeholder: String
  let choices: [String]
  let isFlag: Bool
  let isPath: Bool
  let isRepeated: Bool
  /// Whether help says that it must be given; arguments say that by their brackets.
  let isRequired: Bool
  let allowed: String?
  let shownDefault: String?
  /// What the option is for where a command has its group a second time: that of the first says the rest.
  var purpose: OptionPurpose?

  /// Fills in the name from a property's name, in kebab case, unless one was chosen.
  func named(_ label: String) -> HelpEntry {
    var entry = self
    entry.name = name ?? Self.kebabCase(label)
    return entry
  }

  /// The entry of a group that a command has a second time, for something else.
  func serving(_ purpose: OptionPurpose) -> HelpEntry {
    var entry = self
    entry.name = "\(purpose.prefix)-\(name ?? "")"
    entry.purpose = purpose
    entry.help = "as --\(name ?? ""), for \(purpose.subject)"
    return entry
  }

  /// The option as it is typed: `--threads <integer>`, `--[no-]augment`.
  var optionForm: String {
    let name = name ?? ""
    return isFlag ? "--\(name)" : "--\(name) <\(placeholder)>"
  }

  /// The argument as usage shows it: `<query>`, `[query]`, `[text…]`.
  func argumentForm(isRequired: Bool) -> String {
    let text = (name ?? "") + (isRepeated ? "…" : "")
    return isRequired ? "<\(text)>" : "[\(text)]"
  }

  /// The explanation with choices, limits and default in brackets.
  var explanation: String {
    if purpose != nil { return help }
    var notes: [String] = []
    if isRequired { notes.append("required") }
    if !choices.isEmpty, !isFlag { notes.append("one of \(choices.joined(separator: ", "))") }
    if let allowed { notes.append(allowed) }
    if isRepeated { notes.append("may be repeated") }
    if isFlag, shownDefault != nil { notes.append("on unless --no-\(name ?? "")") }
    if !isFlag, let shownDefault { notes.append("default \(shownDefault)") }
    return notes.isEmpty ? help : "\(help) (\(notes.joined(separator: "; ")))"
  }

  private static func kebabCase(_ label: String) -> String {
    label.reduce(into: "") { text, character in
      text += character.isUppercase ? "-" + character.lowercased() : String(character)
    }
  }
}
