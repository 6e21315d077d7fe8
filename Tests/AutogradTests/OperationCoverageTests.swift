import FoundationEssentials
import Testing

/// Reads sources: what operations there are, and which of them a test compares with finite differences.
private enum OperationSource {
  /// The public functions of a file, and whether they take variables: one that takes none has no derivative.
  static func operations(in text: String) -> [(name: String, takesVariables: Bool)] {
    text.split(separator: "public func ", omittingEmptySubsequences: false).dropFirst().map { piece in
      let name = piece.prefix { $0.isLetter || $0.isNumber }
      let parameters = balanced(piece, "(", ")")
      return (String(name), parameters.contains(": Variable") || parameters.contains("[Variable]"))
    }
  }

  /// What stands in the closures that a test hands to `differences.check`.
  static func checks(in text: String) -> [Substring] {
    text.split(separator: "differences.check(", omittingEmptySubsequences: false).dropFirst().map {
      balanced($0, "{", "}")
    }
  }

  /// From the first opening bracket to the one that closes it.
  private static func balanced(_ text: Substring, _ opening: Character, _ closing: Character) -> Substring {
    let start = text.drop { $0 != opening }
    var depth = 0
    for index in start.indices {
      if start[index] == opening { depth += 1 }
      if start[index] == closing { depth -= 1 }
      if depth == 0 { return start[...index] }
    }
    return start
  }

  /// What is wrong with a file of operations, a sentence each.
  static func complaints(_ file: String, _ text: String, checks: [Substring]) -> [String] {
    let operations = operations(in: text)
    if operations.isEmpty { return ["\(file) has no public operation"] }
    return operations.filter(\.takesVariables).compactMap { operation in
      checks.contains { $0.contains(".\(operation.name)(") }
        ? nil : "\(file): no test compares \(operation.name) with finite differences"
    }
  }
}

@Suite("Every operation has a test of its derivative")
struct OperationCoverageTests {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
  private static let operations = tests.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/Autograd/Operations")

  private static func files(_ folder: URL) throws -> [(name: String, text: String)] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }.sorted().map {
      ($0, try String(contentsOfFile: folder.appending(path: $0).path, encoding: .utf8))
    }
  }

  @Test func everyFileOfTheFolder() throws {
    let checks = try Self.files(Self.tests).flatMap { OperationSource.checks(in: $0.text) }
    let files = try Self.files(Self.operations)
    #expect(files.count > 30)
    for file in files {
      for complaint in OperationSource.complaints(file.name, file.text, checks: checks) {
        Issue.record("\(complaint)")
      }
    }
  }

  @Test func aNewOperationWithoutOneIsFound() {
    let file = "extension Tape {\n  public func fresh(_ x: Variable) throws -> Variable {}\n}"
    let constant = "extension Tape {\n  public func fresh(_ x: Tensor) throws -> Variable {}\n}"
    let test = "try differences.check([[3]]) { try $0.fresh($1[0]) }\n try tape.other(x)"
    let checks = OperationSource.checks(in: test)
    #expect(OperationSource.complaints("Fresh.swift", file, checks: checks).isEmpty)
    #expect(OperationSource.complaints("Fresh.swift", constant, checks: []).isEmpty)
    let other = file.replacing("fresh", with: "other")
    #expect(
      OperationSource.complaints("Other.swift", other, checks: checks)
        == ["Other.swift: no test compares other with finite differences"])
    #expect(OperationSource.complaints("Empty.swift", "", checks: checks) == ["Empty.swift has no public operation"])
  }
}
