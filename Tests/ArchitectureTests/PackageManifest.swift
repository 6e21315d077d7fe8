/// The targets of a `Package.swift` and what each says that it depends on.
struct PackageManifest {
  private(set) var dependencies: [String: Set<String>] = [:]

  /// - Parameter text: of the manifest, whose targets have their names and dependencies as literals.
  init(_ text: String) {
    let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
    // The house's own functions take the dependencies second, the package manager's by name; a system's library has none.
    for (call, start, list) in [
      ("library(", "\"", ""), ("command(", "\"", ""), ("tests(", "\"", ""), ("systemLibrary(", "\"", nil),
      (".target(", "name: \"", "dependencies:"), (".executableTarget(", "name: \"", "dependencies:"),
    ] {
      for part in code.split(separator: call, omittingEmptySubsequences: false).dropFirst() {
        let arguments = part.drop { $0 == " " || $0 == "\n" }
        guard arguments.hasPrefix(start), let name = Self.literals(arguments).first else { continue }
        let found = list.map { Self.firstList(of: Self.upToEnd(arguments), behind: $0) } ?? []
        dependencies[name, default: []].formUnion(found)
      }
    }
  }

  /// The text up to the parenthesis that closes the call.
  private static func upToEnd(_ part: Substring) -> Substring {
    var depth = 1
    for index in part.indices {
      if part[index] == "(" { depth += 1 }
      if part[index] == ")" { depth -= 1 }
      if depth == 0 { return part[..<index] }
    }
    return part
  }

  /// The texts of the first list behind a label.
  private static func firstList(of call: Substring, behind label: String) -> [String] {
    let parts = call.split(separator: label, maxSplits: 1, omittingEmptySubsequences: false)
    guard let list = label.isEmpty ? call : parts.dropFirst().first, let open = list.firstIndex(of: "["),
      let close = list[open...].firstIndex(of: "]")
    else { return [] }
    return literals(list[open..<close])
  }

  private static func literals(_ text: Substring) -> [String] {
    text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }
}
