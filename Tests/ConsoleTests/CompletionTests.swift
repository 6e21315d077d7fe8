import Console
import FoundationEssentials
import TestSupport
import Testing

@Suite("Completion")
struct CompletionTests {
  private static func script<C: Command>(_ type: C.Type, _ shell: Shell) -> String {
    var text = ""
    let code = C.execute(["--completion", shell.rawValue], output: { text = $0 }, errors: { _ in })
    return code == .success ? text : ""
  }

  @Test("a script names every subcommand, every option of its own, and the words that a value can be")
  func text() {
    let bash = Self.script(SampleSuite.self, .bash)
    #expect(bash.hasSuffix("\ncomplete -F _suite suite"))
    #expect(bash.contains("      find | weigh | copy | help) subcommand=${COMP_WORDS[1]} ;;\n"))
    #expect(bash.contains("    weigh)\n      options='--unit --out --no-tare --help'\n"))
    #expect(bash.contains("        --unit) words='gram ounce' kind=words ;;\n"))
    #expect(bash.contains("        --out) kind=files ;;\n"))
    let zsh = Self.script(SampleSuite.self, .zsh)
    #expect(zsh.hasPrefix("#compdef suite\n"))
    #expect(zsh.contains(#"    'weigh:Weighs \[things\]\: it'\''s quick.'"#))
    #expect(zsh.contains("    '--unit=[in what it is weighed]:unit:(gram ounce)' \\\n"))
    #expect(zsh.contains("    '--out=[where the weight is written]:out:_files' \\\n"))
    #expect(zsh.contains("    '--no-tare[not\\: tare first]' \\\n"))
    #expect(zsh.contains("    '*:argument:_files'\n}\n"))
    let single = Self.script(SampleCommand.self, .bash)
    #expect(single.contains("    *)\n      options='--steps --threads"))
    #expect(single.contains("        --precision) words='automatic float32 bfloat16' kind=words ;;\n"))
    #expect(Self.script(SampleCommand.self, .zsh).contains("    '*--set=[change a recipe field]:set: ' \\\n"))
  }

  /// What bash offers for the last of `words`.
  private func offered<C: Command>(_ type: C.Type, _ words: [String], in folder: TemporaryFolder) throws -> [String] {
    let path = folder.file("completion")
    try write("completion", Self.script(type, .bash) + "\n", in: folder)
    let list = ([C.name] + words).map { "'\($0)'" }.joined(separator: " ")
    let name = "_" + C.name
    let line = """
      cd '\(folder.path)'; bash --norc -c 'set -eu; source "\(path)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); \(name); \
      printf "%s\\n" "${COMPREPLY[@]}"' bash \(list)
      """
    let output = try #require(ShellOutput.of(line))
    return output.split(separator: "\n").map(String.init)
  }

  @Test(
    "bash offers what can stand there",
    arguments: [
      ([""], ["find", "weigh", "copy", "help"]), (["we"], ["weigh"]), (["weigh", "--o"], ["--out"]),
      (["weigh", "--unit", ""], ["gram", "ounce"]), (["weigh", "--unit", "=", "ou"], ["ounce"]),
      (["weigh", "--unit", "="], ["gram", "ounce"]), (["weigh", "--out", "pl"], ["plums.txt"]),
      (["weigh", "pl"], ["plums.txt"]), (["weigh", "--no"], ["--no-tare"]),
      (["copy", "--"], ["--copies", "--unit", "--help"]),
      (["find", "pl"], []), (["find", "--top", ""], []), (["--to"], ["--top"]),
      (["--top", "3", "--neg"], ["--negative"]),
      (["--par"], ["--parse-only"]), (["--completion", ""], ["bash", "zsh"]), (["help", "c"], ["copy"]),
    ])
  func bash(words: [String], expected: [String]) throws {
    let folder = try TemporaryFolder()
    try write("plums.txt", "", in: folder)
    #expect(try offered(SampleSuite.self, words, in: folder) == expected)
  }

  @Test(
    "bash offers the options of the executable where a subcommand must be named first",
    arguments: [
      (["--"], ["--help", "--version", "--completion", "--parse-only"]), (["--he"], ["--help"]),
      (["weigh", "--he"], ["--help"]), ([""], ["weigh", "copy", "help"]), (["quetzal", "--he"], []),
    ])
  func strict(words: [String], expected: [String]) throws {
    #expect(try offered(StrictSuite.self, words, in: TemporaryFolder()) == expected)
  }

  @Test(
    "bash offers the same of a command without subcommands",
    arguments: [
      (["--prec"], ["--precision"]), (["--precision", "f"], ["float32"]), (["a", "--augm"], []),
      (["--vers"], ["--version"]),
      (["a", "--no-a"], ["--no-augment"]),
    ])
  func single(words: [String], expected: [String]) throws {
    #expect(try offered(SampleCommand.self, words, in: TemporaryFolder()) == expected)
  }

  static let hasZsh = ShellOutput.of("command -v zsh") != nil

  /// Types a line and two tabs into a zsh within a zsh, and waits until all that is expected is shown.
  private static let pressTab = """
    zmodload zsh/zpty
    folder=$1 line=$2
    shift 2
    zpty inner zsh -f -i
    zpty -w inner "PS1=; fpath=($folder \\$fpath); autoload -U compinit; compinit -u -D; LISTMAX=1000; print RE''ADY"
    zpty -r -m inner ready '*READY*'
    zpty -w -n inner "$line"$'\\t\\t'
    for expected; do
      until [[ $text == *$expected* ]]; do
        if zpty -rt inner part; then text+=$part; else sleep 0.02; fi
      done
    done
    zpty -d inner
    """

  @Test(
    "zsh offers what can stand there, with what it means",
    .enabled(if: hasZsh, "zsh is not installed: its completion is not tried"),
    arguments: [
      ("suite ", ["find", "weigh", "Copies", "it's quick."]), ("suite weigh --o", ["--out"]),
      ("suite weigh --unit ", ["gram", "ounce"]), ("suite weigh --unit=o", ["ounce"]),
      ("suite weigh pl", ["plums.txt"]),
      ("suite copy --", ["--copies", "how many", "--unit"]), ("suite --ne", ["--negative"]),
    ])
  func zsh(line: String, expected: [String]) throws {
    let folder = try TemporaryFolder()
    try write("plums.txt", "", in: folder)
    try write("_suite", Self.script(SampleSuite.self, .zsh) + "\n", in: folder)
    try write("try.zsh", Self.pressTab, in: folder)
    let words = ([folder.path, line] + expected).map { "\"\($0)\"" }.joined(separator: " ")
    #expect(ShellOutput.of("cd '\(folder.path)'; timeout 60 zsh -f try.zsh \(words)") != nil)
  }

  private func write(_ name: String, _ text: String, in folder: TemporaryFolder) throws {
    try Data(text.utf8).write(to: URL(filePath: folder.file(name)))
  }
}
