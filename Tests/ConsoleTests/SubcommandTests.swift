import Console
import Testing

@Suite("Subcommands")
struct SubcommandTests {
  private func end<C: Command>(_ type: C.Type, _ words: [String]) -> (code: Int32, output: String, errors: String) {
    var (output, errors) = ("", "")
    let code = C.execute(words, output: { output += $0 }, errors: { errors += $0 })
    return (code.code, output, errors)
  }

  @Test(
    "the first word names the subcommand, and words without one mean the default's",
    arguments: [
      ("find cat dog --top 3", "found cat+dog, 3"), ("cat --top 3", "found cat, 3"), ("", "found , 10"),
      ("--top 3", "found , 3"), ("--top 3 cat weigh", "found cat+weigh, 3"), ("find weigh", "found weigh, 10"),
      ("weigh a --out b", "weighed a"), ("weigh --out=b a --unit ounce --no-tare", "weighed a"),
      ("find -- --top", "found --top, 10"),
    ])
  func chosen(line: String, says: String) {
    let end = end(SampleSuite.self, line.split(separator: " ").map(String.init))
    #expect(end.code == 1 && end.errors == "suite: \(says)")
  }

  @Test(
    "what a subcommand does not take is said with where it belongs",
    arguments: [
      ("find a --copies 2", "--copies is an option of suite copy, not of suite find"),
      ("a --copies 2", "--copies is an option of suite copy; name the subcommand as the first word"),
      ("find a --unit ounce", "--unit is an option of suite weigh or copy, not of suite find"),
      ("copy --no-tare", "--tare is an option of suite weigh, not of suite copy"),
      ("find a --minus b", "--minus is called --negative now"),
      ("copy --minus b", "--minus is called --negative now, an option of suite find, not of suite copy"),
      ("find --scales x", "--scales is no option any more: suite weigh FILE"),
      ("find --tpo 3", "unknown option --tpo; did you mean --top?"),
      ("copy a", "unexpected argument 'a'; quote texts that contain spaces"),
      ("--top 3 copy", "'copy' is a subcommand only as the first word: suite copy …"),
      ("weigh a", "--out is missing: where the weight is written"),
      ("weigh --out b", "<file> is missing: what to weigh"), ("weigh a --out a", "--out is the file itself"),
      ("help find copy", "help explains one subcommand at a time"),
      ("--completion fish", "--completion stands alone, with the shell: bash or zsh"),
      ("--completion", "--completion stands alone, with the shell: bash or zsh"),
    ])
  func complaints(line: String, sentence: String) {
    let end = end(SampleSuite.self, line.split(separator: " ").map(String.init))
    #expect(end.code == 2 && end.errors == "suite: \(sentence)")
  }

  @Test(
    "where a subcommand must be named, those that there are are named",
    arguments: [
      ("", "a subcommand is missing: one of weigh, copy; see --help"),
      ("copi", "there is no subcommand 'copi'; did you mean copy?"),
      ("clone", "clone is called copy now: strict copy"),
      ("clnoe", "there is no subcommand 'clnoe'; did you mean copy?"),
      ("quetzal", "there is no subcommand 'quetzal'; there are weigh, copy"),
      ("help quetzal", "there is no subcommand 'quetzal'; there are weigh, copy"),
      ("copi --help", "there is no subcommand 'copi'; did you mean copy?"),
      ("--hlep", "unknown option --hlep; did you mean --help?"),
      ("--copies 2", "--copies is an option of strict copy; name the subcommand as the first word"),
    ])
  func strict(line: String, sentence: String) {
    let end = end(StrictSuite.self, line.split(separator: " ").map(String.init))
    #expect(end.code == 2 && end.errors == "strict: \(sentence)")
  }

  @Test("words that are only checked do nothing, and mistakes are found all the same")
  func parseOnly() {
    #expect(end(SampleSuite.self, ["--parse-only", "find", "a"]) == (0, "", ""))
    #expect(end(SampleCommand.self, ["--parse-only", "fail"]) == (0, "", ""))
    #expect(end(SampleSuite.self, ["--parse-only", "weigh", "a", "--out", "a"]).code == 2)
    #expect(end(SampleSuite.self, ["--parse-only", "find", "--tare"]).code == 2)
    #expect(end(SampleSuite.self, ["find", "--parse-only"]).code == 2)
  }

  @Test("the page of all names each subcommand, and each has a page with its options alone")
  func pages() {
    #expect(
      SampleSuite.helpText(columns: 80) == """
        Usage: suite [subcommand] [options]

        Does several things.

        Subcommands:
          find   Finds things. This is meant where none is named.
          weigh  Weighs [things]: it's quick.
          copy   Copies things.
          help   Explains a subcommand, as its --help does.

        Options:
          --help                   print this page
          --version                print the version
          --completion <bash|zsh>  print a script that completes the command's words
          --parse-only             as the first word: check the words, do nothing
        """)
    let page = """
      Usage: suite weigh [options] --out <path> <file>

      Weighs [things]: it's quick.

      Arguments:
        <file>  what to weigh

      Options:
        --unit <choice>  in what it is weighed (one of gram, ounce; default gram)
        --out <path>     where the weight is written (required)
        --tare           tare first (on unless --no-tare)
        --help           print this page
      """
    for words in [["weigh", "--help"], ["help", "weigh"], ["weigh", "x", "-h"]] {
      #expect(end(SampleSuite.self, words) == (0, page, ""))
    }
    for words in [["--help"], ["help"], ["help", "--help"], ["help", "-h"], ["cat", "--help"]] {
      #expect(end(SampleSuite.self, words).output.hasPrefix("Usage: suite [subcommand] [options]\n"))
    }
    for words in [["help"], ["help", "--help"]] {
      #expect(end(StrictSuite.self, words).output.hasPrefix("Usage: strict <subcommand> [options]\n"))
    }
    #expect(end(SampleSuite.self, ["find", "--version"]).output == "suite \(Version.text)")
  }
}
