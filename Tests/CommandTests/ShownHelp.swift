import Foundation

/// What a help page declares, read as a person reads it.
struct ShownHelp {
  /// Nil for the page of the executable itself.
  let subcommand: String?
  let text: String

  struct Option {
    let name: String
    let takesValue: Bool
  }

  /// The page of a command and those of its subcommands.
  ///
  /// - Parameter columns: of the terminal.
  static func all(of command: BuiltCommand, home: String, columns: Int = 100) throws -> [ShownHelp] {
    let environment = ["COLUMNS": "\(columns)"]
    let page = try command.run(["--help"], home: home, environment: environment).output
    let names = section("Subcommands:", of: page).compactMap { $0.split(separator: " ").first.map(String.init) }
    let others = try names.filter { $0 != "help" }.map { name in
      ShownHelp(
        subcommand: name, text: try command.run([name, "--help"], home: home, environment: environment).output)
    }
    return [ShownHelp(subcommand: nil, text: page)] + others
  }

  /// Every option of the page.
  var options: [Option] {
    Self.section("Options:", of: text).compactMap { line in
      guard line.hasPrefix("--") else { return nil }
      let parts = line.dropFirst(2).split(separator: " ")
      guard let name = parts.first else { return nil }
      return Option(name: String(name), takesValue: parts.dropFirst().first?.hasPrefix("<") ?? false)
    }
  }

  /// The command lines that the page gives for examples.
  var examples: [String] {
    Self.section("Examples:", of: text).map { line in
      line.firstRange(of: "  ").map { String(line[..<$0.lowerBound]) } ?? line
    }
  }

  /// The rows of a section without those that go on with one.
  private static func section(_ heading: String, of page: String) -> [String] {
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(of: Substring(heading)) else { return [] }
    return lines[(start + 1)...].prefix { $0.hasPrefix("  ") }.filter { !$0.hasPrefix("   ") }.map {
      String($0.dropFirst(2))
    }
  }
}
