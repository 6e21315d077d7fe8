import Foundation
import TestSupport
import Testing

/// What a person's files and options can do wrong: each is answered by a sentence and a non-zero exit.
@Suite("Bad input", .serialized)
struct BadInputTests {
  /// Prepares what is wrong in a small world and says which words to run.
  struct Mistake: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let command: BuiltCommand
    /// Parts of the sentence.
    let says: [String]
    let words: @Sendable (SmallWorld) throws -> [String]

    init(
      _ what: String, _ command: BuiltCommand, says: [String],
      _ words: @escaping @Sendable (SmallWorld) throws -> [String]
    ) {
      testDescription = what
      self.command = command
      self.says = says
      self.words = words
    }
  }

  private static let withoutRun = [
    Mistake(
      "a language that is not there", .train,
      says: ["no emoji names in the language “zz”", "did you mean", "clippo-corpus languages"]
    ) { $0.training("run", ["--lang", "zz"]) },
    Mistake(
      "a field that is not there", .train, says: ["--set: model.widht: there is no such field; did you mean width?"]
    ) { $0.training("run", ["--set", "model.widht=3"]) },
    Mistake(
      "a vocabulary that would steer the terminal", .train, says: ["vocab.txt:6: ", "]0;title"]
    ) { world in
      let token = "\u{1B}]0;title\u{7}"
      let file = try world.write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n\(token)\n\(token)\n")
      return world.training(
        "run", ["--set", "model.tower=twin", "--set", "model.text.tokenizer.file=\"\(file)\""])
    },
    Mistake(
      "a recipe file with such a field", .train, says: ["recipe.json: image.imageSzie: ", "did you mean imageSize?"]
    ) {
      ["--config", try $0.write("recipe.json", #"{"image": {"imageSzie": 3}}"#)]
    },
    Mistake("a recipe file that is not JSON", .train, says: ["recipe.json:2:1: "]) {
      ["--config", try $0.write("recipe.json", "{\"image\": {\n")]
    },
    Mistake("a recipe file that is not there", .train, says: ["nowhere.json: there is no such file"]) {
      ["--config", $0.folder.file("nowhere.json")]
    },
    Mistake(
      "curves of a run that is not there", .bench,
      says: ["nowhere: there is no run here, since metrics.jsonl is missing; name the folder of a run"]
    ) { _ in ["curves", "--runs", "nowhere"] },
    Mistake("curves of a run without steps", .bench, says: ["metrics.jsonl: no step is in it; train the run first"]) {
      _ = try $0.write("begun/metrics.jsonl", "\n")
      return ["curves", "--runs", $0.folder.file("begun")]
    },
    Mistake("a full disk", .train, says: ["recipe.json", "No space left on device"]) { world in
      try FileManager.default.createDirectory(atPath: world.folder.file("run"), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: world.folder.file("run/recipe.json.partial"), withDestinationPath: "/dev/full")
      return world.training("run")
    },
    Mistake("a folder that cannot be written", .train, says: ["cannot make the folder", "/proc/clippo"]) {
      $0.training("run", ["--out", "/proc/clippo/run"])
    },
    Mistake("a broken font", .train, says: ["NotoSansCJK-Regular.ttc"]) { world in
      try world.write("fonts/NotoSansCJK-Regular.ttc", "this is no font")
      return world.training("run", ["--set", #"rendering.fontFolders=["\#(world.folder.file("fonts"))"]"#])
    },
    Mistake("a broken font stack", .train, says: ["stack.json"]) { world in
      try world.write("stack.json", #"{"version": 1}"#)
      return world.training("run")
    },
    Mistake("a broken CLDR file", .train, says: ["annotations/zh.xml:"]) { world in
      try world.breakNames(of: "zh")
      return world.training("run")
    },
    Mistake("packages that are not installed", .train, says: ["apt-get install", "unicode-cldr-core"]) {
      $0.training("run", ["--set", "corpus.packages=\($0.folder.file("empty"))"])
    },
    Mistake("a corpus that is not one", .train, says: ["not a corpus", "clippo-corpus emoji"]) {
      $0.training("run", ["--data", $0.home])
    },
    Mistake("more memory than there is", .train, says: ["this run needs about", "are free"]) {
      $0.training(
        "run",
        ["--dry-run", "--set", "model.variant=G", "--set", "training.batch=1000000", "--set", "image.imageSize=64"])
    },
    Mistake("a batch larger than the corpus", .train, says: ["a batch of 5000 pairs is larger than the corpus"]) {
      $0.training("run", ["--set", "training.batch=5000"])
    },
    Mistake("a folder without a run", .search, says: ["there is no checkpoint here"]) {
      ["text", "--run", $0.home]
    },
    Mistake("no run at all", .search, says: ["there is no run in runs/", "clippo-train"]) { _ in ["text"] },
    Mistake("no run to go on with", .train, says: ["there is no run in runs/"]) { _ in ["--resume"] },
    Mistake("arrays that are not there", .eval, says: ["nowhere.npz"]) {
      ["golden", $0.folder.file("nowhere.npz")]
    },
    Mistake("arrays that are none", .eval, says: ["arrays.npz"]) {
      ["golden", try $0.write("arrays.npz", "PK this is no archive")]
    },
  ]

  @Test(
    "a training that is refused leaves no folder and no file, and is refused by its plan too",
    arguments: [[], ["--dry-run"]])
  func refusedTraining(words: [String]) throws {
    let world = try SmallWorld()
    let batch = ["--set", "training.batch=5000"] + words
    func refused(_ out: String) throws {
      let result = try BuiltCommand.train.run(world.training(out, batch), home: world.home)
      #expect(result.code == 1 && result.errors.contains("is larger than the corpus"), "\(result.errors)")
    }
    try refused("new/run")
    #expect(!FileManager.default.fileExists(atPath: world.folder.file("new")))
    // What was there before stays.
    try world.write("old/notes.txt", "mine")
    try refused("old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: world.folder.file("old")) == ["notes.txt"])
    let pretrained = try BuiltCommand.train.run(
      world.training("late/run", ["--set", "model.pretrained=\(world.folder.file("nowhere"))"]), home: world.home)
    #expect(pretrained.code == 1, "\(pretrained.errors)")
    #expect(!FileManager.default.fileExists(atPath: world.folder.file("late")))
  }

  @Test("is answered by a sentence", arguments: withoutRun)
  func mistakes(mistake: Mistake) throws {
    let world = try SmallWorld()
    try expect(mistake, in: world)
  }

  private static let withRun = [
    Mistake("a run that is there already", .train, says: ["there is a run here already", "--resume"]) {
      $0.training("run")
    },
    Mistake("a recipe changed while going on", .train, says: ["a run that goes on keeps its recipe"]) {
      ["--resume", "--out", $0.folder.file("run"), "--set", "image.imageSize=64"]
    },
    Mistake("a damaged checkpoint, searched", .search, says: ["model.safetensors", "damaged"]) { world in
      try world.copy("run", to: "damaged")
      try world.damage(world.find("model.safetensors", in: "damaged"))
      return ["text", "--run", world.folder.file("damaged")]
    },
    Mistake("a damaged state, evaluated", .eval, says: ["state.json", "damaged"]) { world in
      try world.copy("run", to: "damaged-state")
      try world.damage(world.find("state.json", in: "damaged-state"))
      return ["--run", world.folder.file("damaged-state")]
    },
    Mistake("a damaged optimizer, resumed", .train, says: ["optimizer.safetensors", "damaged"]) { world in
      try world.copy("run", to: "damaged-optimizer")
      try world.damage(world.find("optimizer.safetensors", in: "damaged-optimizer"))
      return ["--resume", "--out", world.folder.file("damaged-optimizer"), "--steps", "5"]
    },
    Mistake(
      "another renderer", .search,
      says: ["trained with another renderer", "NotoSansCJK-Regular.ttc", "--ignore-contract"]
    ) { world in
      try world.writeFontStack(scale: 0.8)
      return ["text", "--run", world.folder.file("run")]
    },
  ]

  @Test("to a run that was trained is answered by a sentence")
  func mistakesWithRun() throws {
    let world = try SmallWorld()
    let trained = try BuiltCommand.train.run(world.training("run"), home: world.home)
    try #require(trained.code == 0, "\(trained.errors)")
    for mistake in Self.withRun { try expect(mistake, in: world) }
    let anyway = try BuiltCommand.search.run(
      ["text", "--run", world.folder.file("run"), "--ignore-contract"], home: world.home)
    #expect(anyway.code == 0, "\(anyway.errors)")
  }

  private func expect(_ mistake: Mistake, in world: SmallWorld) throws {
    let result = try mistake.command.run(mistake.words(world), home: world.home)
    let what = Comment(rawValue: "\(mistake.testDescription): \(result.errors)")
    #expect(result.code == 1, what)
    // What was said before, such as that a corpus is being built, ends in a line of its own.
    let sentence = result.errors.split(separator: "\n").first { $0.hasPrefix("\(mistake.command.rawValue): ") }
    #expect(sentence != nil, what)
    for part in mistake.says { #expect(result.errors.contains(part), what) }
    #expect(!result.errors.contains("Fatal error"), what)
    #expect(!result.errors.contains("\u{1B}"), what)
  }
}

extension SmallWorld {
  /// Replaces the packages' CLDR folder by one in which a language's names end too early.
  fileprivate func breakNames(of language: String) throws {
    let real = "/usr/share/unicode/cldr/common"
    let link = packages + "/usr/share/unicode/cldr"
    try FileManager.default.removeItem(atPath: link)
    let text = try String(contentsOfFile: "\(real)/annotations/\(language).xml", encoding: .utf8)
    try write("packages/usr/share/unicode/cldr/common/annotations/\(language).xml", String(text.prefix(5000)))
    let english = try String(contentsOfFile: "\(real)/annotations/en.xml", encoding: .utf8)
    try write("packages/usr/share/unicode/cldr/common/annotations/en.xml", english)
    for name in ["annotationsDerived", "supplemental"] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(link)/common/\(name)", withDestinationPath: "\(real)/\(name)")
    }
  }
}
