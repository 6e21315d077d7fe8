import Console
import FoundationEssentials
import Testing

@Suite("A command's end")
struct ExecutionTests {
  private func execute(_ words: [String]) -> (code: ExitCode, output: [String], errors: [String]) {
    var output: [String] = []
    var errors: [String] = []
    let code = SampleCommand.execute(words, output: { output.append($0) }, errors: { errors.append($0) })
    return (code, output, errors)
  }

  @Test(
    "exit codes and sentences",
    arguments: [
      (["猫"], Int32(0), ""),
      (["fail"], Int32(1), "sample: the query failed; ask another"),
      (["--stpes"], Int32(2), "sample: unknown option --stpes; did you mean --steps?"),
      (["stop"], Int32(130), "sample: stopped"),
    ])
  func ends(words: [String], code: Int32, sentence: String) {
    let end = execute(words)
    #expect(end.code.code == code)
    #expect(end.errors.joined() == sentence)
    #expect(end.output == [])
  }

  @Test("the version is one line with the command's name")
  func version() {
    let end = execute(["--version"])
    #expect(end.code == .success)
    #expect(end.output == ["sample \(Version.text)"])
  }

  @Test("help is asked for in any place, and wins", arguments: [["--help"], ["-h"], ["--steps", "x", "--help"]])
  func help(words: [String]) {
    let end = execute(words)
    #expect(end.code == .success)
    #expect(end.errors == [])
    #expect(end.output.first?.hasPrefix("Usage: sample") == true)
  }

  @Test("help is aligned, wrapped and complete")
  func helpPage() {
    #expect(
      SampleCommand.helpText(columns: 80) == """
        Usage: sample [options] <query> [others…]

        does nothing with a great many options, so that the parser can be watched doing
        its work

        Arguments:
          <query>    what to look for
          [others…]  more of it (may be repeated)

        Options:
          --steps <integer>         optimizer steps (default 1000)
          --threads <integer>       worker threads; 0 takes all (0 to 1024; default 0)
          --learning-rate <number>  peak learning rate (1e-09 to 10; default 0.001)
          --precision <choice>      arithmetic of matrix products (one of automatic,
                                    float32, bfloat16; default automatic)
          --out <path>              folder of the run
          --seed <integer>          generator seed (0 or more)
          --lang <text[,…]>         caption languages (default zh)
          --set <key=value>         change a recipe field (may be repeated)
          --check                   print the plan and stop
          --augment                 augment the photos (on unless --no-augment)
          --help                    print this page
          --version                 print the version
          --completion <bash|zsh>   print a script that completes the command's words
          --parse-only              as the first word: check the words, do nothing

        Examples:
          sample 猫 --steps 10  looks for cats ten times
        """)
  }

  @Test("the file system's errors become sentences with the path")
  func fileErrors() throws {
    let missing = "/nonexistent/folder/file.json"
    let error = #expect(throws: CocoaError.self) { try Data(contentsOf: URL(filePath: missing)) }
    #expect(try ErrorSentence.text(for: #require(error)) == "\(missing): there is no such file or folder")
    let unwritable = #expect(throws: CocoaError.self) { try Data([1]).write(to: URL(filePath: "/proc/clippo")) }
    #expect(try ErrorSentence.text(for: #require(unwritable)).hasPrefix("/proc/clippo: "))
  }
}
