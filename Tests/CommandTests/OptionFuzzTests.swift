import Foundation
import TestSupport
import Testing

/// Whatever words a command is given, it ends by itself, and with a sentence where it ends badly. `scripts/fuzz` runs the
/// same for minutes on the release build, as the subject `options`.
@Suite("Random options") struct OptionFuzzTests {
  /// Seconds to go on for, beyond the cases of a normal run.
  static let seconds = Double(ProcessInfo.processInfo.environment["CLIPPO_FUZZ_SECONDS"] ?? "") ?? 0
  static let seed = UInt64(ProcessInfo.processInfo.environment["CLIPPO_FUZZ_SEED"] ?? "") ?? 1

  /// Values that readers of numbers, texts, lists and paths stumble over.
  private static let values = [
    "", " ", "0", "-1", "1", "3", "1e9", "1e400", "-0", "nan", "inf", "0x10", "١٢", "9223372036854775807",
    "9223372036854775808", "-9223372036854775809", "0.5", "1,2", ",", "zh", "zh,,en", "all", "zz", "\u{0}x", "a\u{301}",
    "שלום\nab", "ab\u{2029}ש\r\nc", "\u{2067}96\u{2069} \u{2068}/\u{2069} 110", "👩‍👩‍👧", "/dev/null", "/nowhere/at/all",
    ".", "..",
    "photos", "page.png", "pairs.jsonl", "broken.json", "model.width=0", "model.width=-8", "training.batch=1e30",
    "rendering.rows=99999999999", "photo={}", "corpus=[]", "a.b.c=1", "=", "a=", "{1..3}.tar", "{", "[", "*", "%n",
    "--",
    "-",
  ]

  /// Subcommands of today and before, files and texts that a command may find among its words.
  private static let words = [
    "index", "query", "help", "inspect", "retrieval", "recall", "zeroshot", "leaks", "import", "--parse-only",
    "pairs.jsonl", "pairs.csv", "photos", "page.png", "page.svg", "broken.json", "红色的心",
  ]

  /// Options that would go on for ever or far too long, and those that leave the test's folder.
  private static let skipped = [
    "resume", "seconds", "steps", "epochs", "host", "port", "help", "version", "completion",
  ]

  @Test(
    "end in an answer or a sentence, never in a signal",
    arguments: [BuiltCommand.render, .corpus, .eval, .search, .weights, .train, .compare])
  func options(command: BuiltCommand) throws {
    let world = try SmallWorld()
    try prepare(world)
    let pages = try ShownHelp.all(of: command, home: world.home)
    #expect(pages.flatMap(\.options).count > 3)
    var chance = Mutations(seed: command.rawValue.utf8.reduce(Self.seed) { $0 &* 31 &+ UInt64($1) })
    let end = Date(timeIntervalSinceNow: Self.seconds / 7)
    var rounds = 0
    while rounds < 12 || Date() < end {
      rounds += 1
      var line = command == .train ? ["--dry-run"] : command == .compare ? ["nothing.json"] : []
      let page = pages[chance.below(pages.count)]
      if let subcommand = page.subcommand, chance.below(8) > 0 { line.insert(subcommand, at: 0) }
      for _ in 0..<chance.below(3) { line.append(Self.words[chance.below(Self.words.count)]) }
      // An option of another page now and then, which is refused.
      let options = chance.below(10) > 0 ? page.options : pages[chance.below(pages.count)].options
      for _ in 0...chance.below(4) {
        let option = options[chance.below(options.count)]
        if Self.skipped.contains(option.name) { continue }
        line.append("--" + option.name)
        if option.takesValue, chance.below(20) > 0 { line.append(Self.values[chance.below(Self.values.count)]) }
      }
      if chance.below(3) == 0 { line.append(Self.values[chance.below(Self.values.count)]) }
      // A null byte ends an argument, so what follows it never arrives.
      line = line.map { String($0.prefix { $0 != "\0" }) }
      let result = try command.run(line, home: world.home, seconds: 60)
      #expect(
        result.code == 0 || (1...2).contains(result.code) && !result.errors.isEmpty && result.errors.count < 20_000,
        "\(command.rawValue) \(line): \(result.code), \(result.errors.prefix(500))")
    }
  }

  private func prepare(_ world: SmallWorld) throws {
    try world.write("pairs.jsonl", #"{"image": "photos/a.png", "captions": {"zh": ["红色的心"], "he": ["שלום\nab"]}}"#)
    try world.write("pairs.csv", "image,caption\nphotos/a.png,\"a, \"\"b\n")
    try world.write("broken.json", "{\"a\": [1, ")
    try world.write("photos/a.png", "no image")
  }
}
