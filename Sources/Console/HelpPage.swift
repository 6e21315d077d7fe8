/// The text of `--help`: usage, what it does, arguments and options in aligned columns, examples.
struct HelpPage {
  let name: String
  let summary: String
  let examples: [CommandExample]
  let slots: [NamedSlot]

  init<C: Command>(_ command: C) {
    name = C.name
    summary = C.summary
    examples = C.examples
    slots = NamedSlot.all(of: command)
  }

  /// The page wrapped to `columns`.
  func text(columns: Int) -> String {
    let arguments = slots.filter(\.slot.isPositional)
    let forms = arguments.map { $0.entry.argumentForm(isRequired: $0.slot.isRequired) }
    let usage = (["Usage:", name, "[options]"] + forms).joined(separator: " ")
    let argumentRows = zip(forms, arguments).map { ($0, $1.entry.explanation) }
    let optionRows =
      slots.filter { !$0.slot.isPositional }.map { ($0.entry.optionForm, $0.entry.explanation) } + [
        ("--help", "print this page"), ("--version", "print the version"),
      ]
    let sections = [
      usage, Self.wrapped(summary, columns: columns).joined(separator: "\n"),
      section("Arguments:", argumentRows, columns: columns), section("Options:", optionRows, columns: columns),
      section("Examples:", examples.map { ("\($0.line)", $0.meaning) }, columns: columns),
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private func section(_ heading: String, _ rows: [(form: String, text: String)], columns: Int) -> String {
    guard !rows.isEmpty else { return "" }
    let longest = rows.map { DisplayWidth.of($0.form) }.max() ?? 0
    // Forms longer than half the page stand on a line of their own.
    let indent = min(longest, columns / 2) + 4
    let lines = rows.flatMap { row -> [String] in
      let text = Self.wrapped(row.text, columns: max(20, columns - indent))
      let margin = String(repeating: " ", count: indent)
      let form = "  " + row.form
      let fits = DisplayWidth.of(form) + 2 <= indent
      let first = fits ? [DisplayWidth.padded(form, to: indent) + (text.first ?? "")] : [form]
      return first + text.dropFirst(fits ? 1 : 0).map { margin + $0 }
    }
    return ([heading] + lines).joined(separator: "\n")
  }

  /// Words filled into lines of at most `columns`; a longer word has a line of its own.
  static func wrapped(_ text: String, columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(word) > columns {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
