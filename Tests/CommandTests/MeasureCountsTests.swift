import Foundation
import TestSupport
import Testing

/// What `clippo-eval` counts where scores tie, languages are several, captions are repeated or images are not there.
@Suite("Counts of measures", .serialized)
struct MeasureCountsTests {
  private let measured: MeasuredWorld
  private var world: SmallWorld { measured.world }

  init() throws { measured = try MeasuredWorld() }

  private func image(_ name: String, _ number: Int) throws { try measured.image(name, number) }
  private func eval(_ words: String...) throws -> CommandResult { try measured.eval(words) }
  private func text(_ name: String) throws -> String { try measured.text(name) }

  @Test("images that are all the same find and are found as often as guessing, and that is said")
  func ties() throws {
    for number in 0..<20 { try image("same/\(number).png", 0) }
    try world.write(
      "same/captions.jsonl",
      (0..<20).map { #"{"image": "\#($0).png", "captions": {"zh": "第\#($0)张"}}"# }.joined(separator: "\n"))
    let ours = try eval("retrieval", "--data", "same", "--out", "s.json", "--out", "s.html")
    #expect(ours.output.contains("text→image, train: 5.0 / 25.0 / 50.0"), "\(ours.output)\(ours.errors)")
    #expect(ours.output.contains("train, zh: all 20 images have one and the same embedding"), "\(ours.output)")
    #expect(try text("s.json").contains("\"distinct\": 1") && text("s.html").contains("all 20 images have one"))
    let early = try eval("retrieval", "--data", "same", "--protocol", "optimistic")
    #expect(early.output.contains("text→image, train: 100.0 / 100.0 / 100.0"), "\(early.output)")
    #expect(early.output.contains("Counted as optimistic: ") && early.output.contains("ties cost nothing"))
  }

  @Test("classes in several languages are all in one report, and all stands for those that the files have")
  func classLanguages() throws {
    try world.write("babel.json", #"{"EN": [[0, 1], ["red", "blue"]], "ZH": [[0], ["红"]], "FR": [[1], ["bleu"]]}"#)
    try world.write("templates.txt", "{}")
    let words = [
      "zeroshot", "--data", "classes", "--classes", "babel.json", "--templates", "templates.txt", "--threads", "1",
    ]
    let two = try BuiltCommand.eval.run(words + ["--lang", "EN,ZH", "--out", "two.json"], home: world.home)
    #expect(two.code == 0 && two.output.hasPrefix("classification: classes\n"), "\(two.errors)")
    let json = try JSONSerialization.jsonObject(with: Data(text("two.json").utf8)) as? [String: Any]
    let results = try #require(json?["results"] as? [String: Any])
    let languages = try #require(results["languages"] as? [String: [String: Any]])
    #expect(languages.keys.sorted() == ["EN", "ZH"])
    #expect(languages["EN"]?["images"] as? Int == 2 && languages["ZH"]?["images"] as? Int == 1)
    #expect(languages["ZH"]?["top1"] as? Double == 100)
    let top1 = try languages.values.map { try #require($0["top1"] as? Double) }
    #expect((results["mean"] as? [String: Any])?["top1"] as? Double == top1.reduce(0, +) / 2)
    // A language by itself gives the same.
    let one = try BuiltCommand.eval.run(words + ["--lang", "EN", "--out", "one.json"], home: world.home)
    #expect(one.output.hasPrefix("classification: classes, EN\n"), "\(one.errors)")
    let alone = try JSONSerialization.jsonObject(with: Data(text("one.json").utf8)) as? [String: Any]
    #expect((alone?["results"] as? [String: Any])?["top1"] as? Double == languages["EN"]?["top1"] as? Double)
    let all = try BuiltCommand.eval.run(
      words + ["--lang", "all", "--out", "all.json", "--out", "all.html"], home: world.home)
    #expect(all.code == 0, "\(all.errors)")
    for language in ["EN", "ZH", "FR"] {
      #expect(try text("all.json").contains("\"\(language)\": {") && text("all.html").contains("\(language): Classes"))
    }
    let builtIn = try eval("zeroshot", "--data", "classes", "--lang", "all")
    #expect(builtIn.code == 0 && builtIn.output.contains("in 10 languages"), "\(builtIn.errors)")
    let untold = try eval(
      "zeroshot", "--data", "classes", "--classes", "templates.txt", "--templates", "templates.txt", "--lang", "all")
    #expect(untold.code == 1 && untold.errors.contains("do not say which languages they are in"), "\(untold.errors)")
    let missing = try BuiltCommand.eval.run(words + ["--lang", "EN,DE"], home: world.home)
    #expect(missing.code == 1 && missing.errors.contains("there is no “DE”: EN, ZH, FR"), "\(missing.errors)")
  }

  @Test("captions of a leak check are counted as they stand there, and what is not there is not found absent")
  func leakCounts() throws {
    for (number, name) in ["a", "b", "c"].enumerated() { try image("\(name).png", number % 2) }
    try world.write("test.txt", "a.png#0\t两个人在划船。\nb.png#0\t两个人在划船。\n")
    try world.write("train.txt", "c.png#0\t两个人在划船。\n")
    try world.write("absent.txt", "x1.png#0\t两个人在划船。\nx2.png#0\t一个人在看书。\n")
    let words = ["contamination", "--data", "test.txt", "--lang", "zh", "--format", "keyedLines", "--threads", "1"]
    func leaks(_ more: String...) throws -> CommandResult { try BuiltCommand.eval.run(words + more, home: world.home) }
    let found = try leaks("--train", "train.txt", "--out", "l.json")
    #expect(found.code == 0 && found.output.contains("Captions that are in both: 2 (100.0 % of 2)"), "\(found.errors)")
    #expect(found.output.contains("Distinct captions that are in both: 1 (100.0 % of 1)"))
    #expect(try text("l.json").contains("\"captions_in_both\": 2"))
    #expect(!found.errors.contains("-"), "\(found.errors)")
    let absent = try leaks("--train", "absent.txt")
    #expect(absent.code == 1 && absent.output.contains("Images that are in both: not compared"), "\(absent.output)")
    #expect(absent.errors.contains("absent.txt: 2 of 2 images are not there or cannot be read"), "\(absent.errors)")
    let allowed = try leaks("--train", "absent.txt", "--max-unreadable", "1")
    #expect(allowed.code == 0 && allowed.output.contains("2 of 2 images of the training are not there"))
    // The two corpora are written differently.
    try world.write("elsewhere/pairs.csv", "file,words\nc.png,两个人在划船。\n")
    try FileManager.default.copyItem(atPath: world.folder.file("c.png"), toPath: world.folder.file("elsewhere/c.png"))
    let table = try leaks(
      "--train", "elsewhere/pairs.csv", "--train-format", "table", "--train-image-column", "file",
      "--train-caption-column", "words", "--train-images", "elsewhere", "--train-lang", "zh")
    #expect(table.code == 0 && table.output.contains("Captions that are in both: 2 (100.0 % of 2)"), "\(table.errors)")
    let strange = try leaks("--train", "train.txt", "--train-format", "keyedLines", "--train-lang", "en")
    #expect(
      strange.output.contains("2 captions of the test are in 'zh', in which the training has none"), "\(strange.output)"
    )
    let stray = try eval("retrieval", "--data", "photos", "--train-format", "table")
    #expect(
      stray.code == 2 && stray.errors.contains("is an option of clippo-eval contamination, not of"), "\(stray.errors)")
  }

  @Test("translations are looked for where no image is there")
  func textsAlone() throws {
    try world.write("task1/val.de", "Ein Hund rennt.\nEin Mann schläft.\n")
    try world.write("task1/val.en", "A dog runs.\nA man sleeps.\n")
    try world.write("task1/val.txt", "1.jpg\n2.jpg\n")
    let texts = try eval("bitext", "--data", "task1/val", "--out", "t.json")
    #expect(texts.code == 0 && texts.output.contains("mean of 2 pairs of languages; chance 50.00"), "\(texts.errors)")
    #expect(try text("t.json").contains("\"queries\": 2"))
    let recall = try eval("retrieval", "--data", "task1/val")
    #expect(recall.code == 1 && recall.errors.contains("1.jpg"), "\(recall.errors)")
    // A text of two images has the translations of both.
    try world.write(
      "keyed.jsonl",
      """
      {"image": "1.jpg", "captions": {"en": [{"text": "a dog", "key": "k"}]}}
      {"image": "2.jpg", "captions": {"en": [{"text": "a dog", "key": "k"}], "zh": ["狗"]}}
      """)
    let keyed = try eval("bitext", "--data", "keyed.jsonl", "--lang", "en,zh")
    #expect(
      keyed.code == 0 && keyed.output.contains("mean of 2 pairs of languages; chance 100.00"),
      "\(keyed.output)\(keyed.errors)")
  }
}
