/// The text of `--help`: usage, what it does, subcommands, arguments and options in aligned columns, examples.
struct HelpPage {
  private let declaration: CommandDeclaration

  init(_ declaration: CommandDeclaration) { self.declaration = declaration }

  /// The page wrapped to `columns`.
  func text(columns: Int) -> String {
    let arguments = declaration.arguments
    let forms = arguments.map { $0.entry.argumentForm(isRequired: $0.slot.isRequired) }
    let standard = declaration.isExecutable ? StandardOption.allCases : StandardOption.ofSubcommands
    let sections = [
      usage(forms), Self.wrapped(declaration.summary, columns: columns).joined(separator: "\n"),
      section("Subcommands:", subcommandRows, columns: columns),
      section("Arguments:", Array(zip(forms, arguments.map(\.entry.explanation))), columns: columns),
      section("Options:", optionRows + standard.map { ($0.form, $0.explanation) }, columns: columns),
      section("Examples:", declaration.examples.map { ($0.line, $0.meaning) }, columns: columns),
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private func usage(_ arguments: [String]) -> String {
    guard declaration.subcommands.isEmpty else {
      let word = declaration.defaultName == nil ? "<subcommand>" : "[subcommand]"
      return "Usage: \(declaration.title) \(word) [options]"
    }
    let required = declaration.options.filter(\.slot.isRequired).map(\.entry.optionForm)
    return (["Usage:", declaration.title, "[options]"] + required + arguments).joined(separator: " ")
  }

  /// Options of a group that a command has a second time stand in one row: the page has said what each does.
  private var optionRows: [(form: String, text: String)] {
    var rows: [(form: String, text: String)] = []
    var told: Set<String> = []
    for entry in declaration.options.map(\.entry) {
      guard let purpose = entry.purpose else {
        rows.append((entry.optionForm, entry.explanation))
        continue
      }
      guard told.insert(purpose.prefix).inserted else { continue }
      let names = declaration.options.filter { $0.entry.purpose?.prefix == purpose.prefix }
        .map { $0.name.dropFirst(purpose.prefix.utf8.count + 1) }
      rows.append(
        (
          "--\(purpose.prefix)-…",
          "for \(purpose.subject), as the options without it: \(names.joined(separator: ", "))"
        ))
    }
    return rows
  }

  private var subcommandRows: [(form: String, text: String)] {
    guard !declaration.subcommands.isEmpty else { return [] }
    let rows = declaration.subcommands.map { subcommand in
      let isDefault = subcommand.name == declaration.defaultName
      return (subcommand.name, subcommand.summary + (isDefault ? " This is meant where none is named." : ""))
    }
    return rows + [("help", "Explains a subcommand, as its --help does.")]
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
