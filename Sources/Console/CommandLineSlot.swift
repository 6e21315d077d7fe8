/// An option or argument as the parser sees it: a place for words, whatever the type behind.
protocol CommandLineSlot: AnyObject {
  var isPositional: Bool { get }
  var isRequired: Bool { get }
  /// True once a word was taken.
  var isFilled: Bool { get }
  /// What help says; `label` is the property's name.
  func helpEntry(label: String) -> HelpEntry
  /// Reads a word. The error does not name the option; the parser adds that.
  func take(_ word: String) throws(UsageError)
}

/// A slot and how it is called on the command line.
struct NamedSlot {
  let slot: any CommandLineSlot
  let entry: HelpEntry
  var name: String { entry.name ?? "" }

  /// The slots of a command in the order they are declared, those of its groups where the groups stand.
  static func all(of command: some Command) -> [NamedSlot] { slots(in: command) }

  /// The slots of a group of options.
  static func all(of group: some OptionGroup) -> [NamedSlot] {
    slots(in: group).map { slot in
      group.purpose.map { NamedSlot(slot: slot.slot, entry: slot.entry.serving($0)) } ?? slot
    }
  }

  private static func slots(in holder: Any) -> [NamedSlot] {
    Mirror(reflecting: holder).children.flatMap { child -> [NamedSlot] in
      if let group = child.value as? any OptionGroup { return all(of: group) }
      guard let slot = child.value as? any CommandLineSlot, let label = child.label else { return [] }
      // A property wrapper's storage is the property's name after an underscore.
      return [NamedSlot(slot: slot, entry: slot.helpEntry(label: String(label.drop { $0 == "_" })))]
    }
  }
}
