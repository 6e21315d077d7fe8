import Foundation
import TestSupport
import Testing

/// Every word belongs to the subcommand that has a use for it, and words of before say what they are called now.
@Suite("Words of commands")
struct SubcommandTests {
  private let home: TemporaryFolder

  init() throws {
    home = try TemporaryFolder()
    // As much of a run as tells it from a comparison.
    try FileManager.default.createDirectory(atPath: home.file("run"), withIntermediateDirectories: true)
    try Data("{}".utf8).write(to: URL(filePath: home.file("run/recipe.json")))
  }

  static let changingNothing: [(BuiltCommand, String, String)] = [
    (.eval, "recall", "recall is called retrieval now: clippo-eval retrieval"),
    (.eval, "classify --data x", "classify is called zeroshot now: clippo-eval zeroshot"),
    (.eval, "texts", "texts is called bitext now"),
    (.eval, "sentences", "sentences is called text-classification now"),
    (.eval, "questions", "questions is called vqa now"), (.eval, "leaks", "leaks is called contamination now"),
    (.eval, "retreival", "there is no subcommand 'retreival'; did you mean retrieval?"),
    (.eval, "retrieval --classes x", "--classes is an option of clippo-eval zeroshot, not of clippo-eval retrieval"),
    (.eval, "retrieval --templates x", "--templates is an option of clippo-eval zeroshot"),
    (.eval, "retrieval --queries x", "--queries is an option of clippo-eval predict"),
    (.eval, "--shots 1", "--shots is an option of clippo-eval probe; name the subcommand as the first word"),
    (.eval, "--convention wukong", "--convention is called --protocol now"),
    (.eval, "zeroshot --data x --set cifar10", "--set is called --class-set now"),
    (.eval, "probe --neighbours 3", "--neighbours is called --knn now"),
    (.eval, "probe --draws 3", "--draws is called --resamples now"),
    (.eval, "bitext --unreadable 1", "--unreadable is called --max-unreadable now"),
    (.eval, "contamination --train-language zh", "--train-language is called --train-lang now"),
    (.eval, "--any-renderer", "--any-renderer is called --ignore-contract now"),
    (.eval, "--format jsonl", "--format would change nothing: without --data the run's own corpus is measured"),
    (.search, "query a --format jsonl", "--format is an option of clippo-search index, not of clippo-search query"),
    (.search, "query a --segment 3", "--segment is an option of clippo-search index"),
    (.search, "a --port 3", "--port is an option of clippo-search serve; name the subcommand as the first word"),
    (.search, "query a --body-limit 3000", "--body-limit is an option of clippo-search serve"),
    (.search, "query a --skipped x", "--skipped is an option of clippo-search index"),
    (.search, "index a --problems x", "--problems is called --skipped now"),
    (.search, "query a --minus b", "--minus is called --negative now"),
    (.search, "query a --breadth 20", "--breadth is called --ef-search now"),
    (.search, "query a --text-weight 2", "--text-weight would change nothing without a text and an image, --image"),
    (.search, "query --image b --text-weight 2", "--text-weight would change nothing without a text and an image"),
    (.search, "query a --image b --text-weight 0", "0 is out of range"),
    (.search, "query a b --lang zh,all", "--lang names “all”, which stands for every language, beside zh"),
    (.search, "query a --lang all", "--lang: a text is of one language, not of “all”"),
    (.search, "query a --ef-search 20", "--ef-search would change nothing without --approximate"),
    (.search, "query a --int8 --approximate", "--int8 does not go with --approximate"),
    (.search, "index photos --hnsw-m 8", "--hnsw-m would change nothing without --approximate"),
    (.search, "index photos --pictures x", "--pictures is called --images now"),
    (.search, "index --approximate --split dev", "--split would change nothing: no folder"),
    (.search, "info a --index b", "the index is named twice"),
    (.search, "--index a info", "'info' is a subcommand only as the first word: clippo-search info"),
    (.corpus, "inspect a --shard-size 3", "--shard-size is an option of clippo-corpus convert"),
    (.corpus, "convert a --out b --config c", "--config is an option of clippo-corpus inspect or tokens"),
    (.corpus, "convert a --out b --language zh", "--language is called --lang now"),
    (.corpus, "convert a --out b --lang zh,en", "--lang: captions whose files name no language are of one language"),
    (.corpus, "inspect a --pairs 3", "--pairs would change nothing without --out"),
    (.corpus, "inspect a --config c --rows 3", "--rows would change nothing: c says how large pages are"),
    (.corpus, "", "a subcommand is missing: one of emoji, languages, info"),
    (.weights, "info a --grid 3", "--grid is an option of clippo-weights import"),
    (.weights, "export --heads 3", "--heads is an option of clippo-weights import, not of clippo-weights export"),
    (.train, "--check", "--check is called --dry-run now"),
    (.train, "--ignore-contract", "--ignore-contract would change nothing without --resume"),
    (.compare, "a --check", "--check is called --dry-run now"),
    (.compare, "a --unchanged", "--unchanged is called --no-robustness now"),
    (.compare, "a b --anyway", "--anyway is called --allow-mismatch now"),
    (.render, "--language ur a", "--language is called --lang now"),
    (.render, "--ink 3 a", "--ink is called --foreground now"),
    (.compare, "run run", "run is named twice; a run is compared with others"),
    (.compare, "run ./run/", "./run/ is named twice, as run too; a run is compared with others"),
    (.bench, "loader", "--data is missing: folder of photos"),
    (.bench, "trian", "there is no subcommand 'trian'; did you mean train?"),
    (.bench, "search --graph-links 3", "--graph-links is called --hnsw-m now"),
  ]

  @Test("words that change nothing are refused, and the answer says what to type", arguments: changingNothing)
  func refused(command: BuiltCommand, line: String, says: String) throws {
    let result = try command.run(line.split(separator: " ").map(String.init), home: home.path)
    #expect(result.code == 2 && result.output.isEmpty, "\(result.output)")
    #expect(result.errors.hasPrefix("\(command.rawValue): ") && result.errors.contains(says), "\(result.errors)")
  }

  @Test(
    "what was documented before is understood as it was",
    arguments: [
      (BuiltCommand.train, "--lang zh"), (.train, "--resume"), (.search, "红色的心"), (.search, "smiling --top 3"),
      (.search, "query index"), (.search, "indx photos"), (.eval, ""), (.eval, "--run runs/emoji-zh"),
      (.corpus, "languages"), (.weights, "export"),
    ])
  func understood(command: BuiltCommand, line: String) throws {
    let words = ["--parse-only"] + line.split(separator: " ").map(String.init)
    let more = command == .weights ? ["--out", "x"] : []
    let result = try command.run(words + more, home: home.path)
    #expect(result.code == 0 && result.output.isEmpty && result.errors.isEmpty, "\(result.errors)")
  }
}
