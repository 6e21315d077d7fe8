import Foundation
import TestSupport
import Testing

/// What documents and help pages say to type can be typed.
@Suite("Documented calls")
struct DocumentationTests {
  private let home: TemporaryFolder

  init() throws { home = try TemporaryFolder() }

  /// What is wrong with a call, nil where nothing is. What stands in a sentence may lack what must be given.
  private func complaint(_ call: DocumentedCall) throws -> String? {
    let isName = !call.isWhole && call.words.count <= 1 && call.words.first?.hasPrefix("-") != true
    let words = isName ? call.words + ["--help"] : ["--parse-only"] + call.words
    let result = try call.command.run(words, home: home.path)
    let isBeginning = [" is missing: ", " needs a value: "].contains { result.errors.contains($0) }
    if result.code == 0 || !call.isWhole && isBeginning { return nil }
    return "\(call.origin): \(call.command.rawValue) \(call.words.joined(separator: " ")): \(result.errors)"
  }

  @Test("every call that a document shows is one that the commands understand", arguments: DocumentedCalls.files)
  func calls(file: String) throws {
    for call in try DocumentedCalls.all(in: file) {
      let complaint = try complaint(call)
      #expect(complaint == nil)
    }
  }

  @Test("calls are found in documents, and one with an option that is not there is refused")
  func found() throws {
    let counts = try DocumentedCalls.files.map { try DocumentedCalls.all(in: $0).count }
    #expect(counts.reduce(0, +) > 60 && DocumentedCalls.files.contains("README.md"))
    for words in [["retrieval", "--data", "x", "--convention", "wukong"], ["recall"], ["leaks", "--data", "x"]] {
      let call = DocumentedCall(command: .eval, words: words, isWhole: false, origin: "")
      #expect(try complaint(call) != nil)
    }
    let whole = DocumentedCall(command: .eval, words: ["zeroshot"], isWhole: true, origin: "")
    #expect(try complaint(whole) != nil)
  }

  @Test("every call that a help page gives for an example is understood", arguments: BuiltCommand.allCases)
  func examples(command: BuiltCommand) throws {
    let pages = try ShownHelp.all(of: command, home: home.path, columns: 400)
    let examples = pages.flatMap(\.examples)
    #expect(!examples.isEmpty)
    for line in examples {
      let calls = DocumentedCalls.calls(in: line[...], isWhole: true, origin: command.rawValue)
      #expect(calls.count == 1, "\(line)")
      for call in calls {
        let complaint = try complaint(call)
        #expect(complaint == nil)
      }
    }
  }

  @Test("every option that a document names is an option of a command")
  func options() throws {
    let home = home.path
    let names = try Set(
      BuiltCommand.allCases.flatMap { try ShownHelp.all(of: $0, home: home).flatMap(\.options).map(\.name) })
    // bench/ tells of other programs, too, whose options are theirs.
    for file in DocumentedCalls.files where file.hasSuffix(".md") && !file.hasPrefix("bench/") {
      for span in try DocumentedCalls.allSpans(in: file) where span.hasPrefix("--") {
        let name = span.dropFirst(2).prefix { $0.isLetter || $0.isNumber || $0 == "-" }
        let isKnown = names.contains(String(name)) || name.hasPrefix("no-") && names.contains(String(name.dropFirst(3)))
        // Pages tell of a group of options once where a command has it twice.
        let prefix = ["train-", "exclude-"].first(where: name.hasPrefix)
        let isSecond = prefix.map { name == $0 || names.contains(String(name.dropFirst($0.count))) } ?? false
        #expect(isKnown || isSecond, "\(file): \(span)")
      }
    }
  }

  @Test(
    "the page of every command and subcommand fits on a screen of 60 lines, and no option stands on it twice",
    arguments: BuiltCommand.allCases)
  func pageLength(command: BuiltCommand) throws {
    for page in try ShownHelp.all(of: command, home: home.path, columns: 80) {
      #expect(Set(page.options.map(\.name)).count == page.options.count, "\(page.text)")
      let lines = page.text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 60, "\(command.rawValue) \(page.subcommand ?? ""): \(lines.count)")
    }
  }

  @Test("bash and zsh can read the completion of every command", arguments: BuiltCommand.allCases)
  func completion(command: BuiltCommand) throws {
    for shell in ["bash", "zsh"] where ShellOutput.of("command -v \(shell)") != nil {
      let script = try command.run(["--completion", shell], home: home.path)
      let path = home.file("\(shell)-script")
      try script.output.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(script.code == 0 && script.output.contains(command.rawValue))
      #expect(ShellOutput.of("\(shell) -n '\(path)' 2>&1") == "")
    }
  }
}
