import Console
import Testing

@Suite("Command lines")
struct ParserTests {
  @Test("options are read in every form")
  func everyForm() throws {
    let command = try SampleCommand.parse([
      "猫", "--steps", "12", "--threads=2", "--learning-rate", "1e-4", "--precision", "bfloat16", "--out", "runs/a",
      "--seed", "7", "--lang", "zh,en", "--set", "model.width=384", "--set=name=a=b", "--check", "--no-augment", "狗",
      "--", "--steps",
    ])
    #expect(command.steps == 12)
    #expect(command.threads == 2)
    #expect(command.learningRate == 1e-4)
    #expect(command.precision == .bfloat16)
    #expect(command.out == "runs/a")
    #expect(command.seed == 7)
    #expect(command.lang.elements == ["zh", "en"])
    #expect(command.set == ["model.width=384", "name=a=b"])
    #expect(command.check)
    #expect(!command.augment)
    #expect(command.query == "猫")
    #expect(command.others == ["狗", "--steps"])
  }

  @Test("what is not given keeps its default")
  func defaults() throws {
    let command = try SampleCommand.parse(["猫"])
    #expect(command.steps == 1000)
    #expect(command.out == nil)
    #expect(command.seed == nil)
    #expect(command.set == [])
    #expect(command.lang.elements == ["zh"])
    #expect(command.augment)
    #expect(!command.check)
  }

  @Test("parsing one command leaves the next one alone")
  func independence() throws {
    _ = try SampleCommand.parse(["a", "--steps", "3"])
    #expect(try SampleCommand.parse(["a"]).steps == 1000)
  }

  @Test("negative numbers are values and arguments, not options")
  func negativeNumbers() throws {
    let command = try SampleCommand.parse(["-5", "--steps", "-3"])
    #expect(command.query == "-5")
    #expect(command.steps == -3)
  }

  @Test(
    "what cannot be understood is explained",
    arguments: [
      (["a", "--step", "3"], "unknown option --step; did you mean --steps?"),
      (["a", "--lnag", "zh"], "unknown option --lnag; did you mean --lang?"),
      (["a", "--quetzalcoatl"], "unknown option --quetzalcoatl; --help lists them"),
      (["a", "-x"], "unknown option -x; options begin with two dashes, see --help"),
      (["a", "--steps"], "--steps needs a value: optimizer steps"),
      (["a", "--steps", "--check"], "--steps needs a value: optimizer steps"),
      (["a", "--steps", "many"], "--steps: cannot read 'many' as integer"),
      (["a", "--steps", "1.5"], "--steps: cannot read '1.5' as integer"),
      (["a", "--steps="], "--steps: cannot read '' as integer"),
      (["a", "--threads", "5000"], "--threads: 5000 is out of range; allowed: 0 to 1024"),
      (["a", "--seed", "-1"], "--seed: -1 is out of range; allowed: 0 or more"),
      (["a", "--learning-rate", "nan"], "--learning-rate: cannot read 'nan' as number"),
      (
        ["a", "--precision", "float23"],
        "--precision: 'float23' is none of automatic, float32, bfloat16; did you mean float32?"
      ),
      (["a", "--lang", "zh,,en"], "--lang: cannot read 'zh,,en' as text[,…]"),
      (["a", "--no-steps"], "unknown option --no-steps; did you mean --steps?"),
      (["a", "--no-check=yes"], "--no-check takes no value"),
      (["a", "--check=perhaps"], "--check: 'perhaps' is none of yes, no, true, false"),
      ([], "<query> is missing: what to look for"),
    ])
  func complaints(words: [String], sentence: String) {
    #expect(throws: UsageError(sentence)) { try SampleCommand.parse(words) }
  }

  @Test("a command without list arguments refuses what is left over")
  func leftover() {
    #expect(throws: UsageError("unexpected argument 'b'; quote texts that contain spaces")) {
      try Plain.parse(["b"])
    }
  }

  private struct Plain: Command {
    static let name = "plain"
    static let summary = "takes nothing"
    func run() {}
  }

  /// Options of one kind of files, for two of them.
  private struct Files: OptionGroup {
    @Option("how they are written") var format = "text"
    @Option("their folder") var folder: FilePath?
    let purpose: OptionPurpose?
  }

  private struct TwoKinds: Command {
    static let name = "two"
    static let summary = "reads two kinds of files"
    var first = Files(purpose: nil)
    var second = Files(purpose: OptionPurpose(prefix: "old", subject: "the old files"))
    func run() {}
  }

  @Test("a group of options that stands twice is told apart by its prefix, and knows whether it was given")
  func groups() throws {
    let command = try TwoKinds.parse(["--format", "a", "--old-folder", "b"])
    #expect(command.first.format == "a" && command.first.folder == nil)
    #expect(command.second.format == "text" && command.second.folder == "b")
    #expect(command.first.isGiven && command.second.isGiven)
    let one = try TwoKinds.parse(["--old-format", "c"])
    #expect(!one.first.isGiven && one.second.isGiven && one.second.format == "c")
    #expect(throws: UsageError.self) { try TwoKinds.parse(["--new-format", "c"]) }
  }
}
