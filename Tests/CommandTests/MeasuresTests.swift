import Foundation
import TestSupport
import Testing

/// What `clippo-eval` measures besides a run's own recall.
@Suite("Measures", .serialized)
struct MeasuresTests {
  private let measured: MeasuredWorld
  private var world: SmallWorld { measured.world }

  init() throws { measured = try MeasuredWorld() }

  private func image(_ name: String, _ number: Int) throws { try measured.image(name, number) }
  private func eval(_ words: String...) throws -> CommandResult { try measured.eval(words) }
  private func text(_ name: String) throws -> String { try measured.text(name) }

  @Test("recall, translation, diagnosis and leaks of other data, as text, page, JSON and files")
  func pairs() throws {
    let recall = try eval(
      "retrieval", "--data", "photos", "--protocol", "wukong", "--out", "r.html", "--out", "r.json", "--files",
      "out/files")
    #expect(recall.code == 0, "\(recall.errors)")
    #expect(recall.output.hasPrefix("retrieval: photos\nCounted as wukong: every caption;"))
    #expect(recall.output.contains("dev    zh              4       2"))
    let ours = try eval("retrieval", "--data", "photos")
    #expect(
      ours.code == 0 && ours.output.contains("T2I R@1") && ours.output.contains("R@1, 95 %")
        && ours.output.contains("by the script"))
    #expect(try text("r.html").contains("<h2>Recall, %</h2>") && text("r.json").contains("\"protocol\": \"wukong\""))
    #expect(try text("out/files/dev-zh.texts.jsonl").hasPrefix(#"{"text_id":0,"text":"图0","image_ids":[70]}"#))
    let predictions = try text("out/files/dev-en.t2i_predictions.jsonl")
    #expect(
      predictions.contains("70") && predictions.contains("71") && predictions.hasPrefix(#"{"text_id":0,"image_ids":["#))
    let features = try #require(
      FileManager.default.contents(atPath: world.folder.file("out/files/dev-en.image_feat.npy")))
    #expect(features.count == 128 + 2 * 16 * 4)

    let texts = try eval("bitext", "--data", "photos", "--lang", "en,zh")
    #expect(texts.code == 0 && texts.output.contains("mean of 2 pairs of languages"), "\(texts.errors)")
    let diagnosis = try eval("diagnose", "--data", "photos", "--out", "d.html")
    #expect(diagnosis.code == 0 && diagnosis.output.contains("Modality gap"), "\(diagnosis.errors)")
    #expect(try text("d.html").contains("Probability and truth"))
    let own = try eval("diagnose")
    #expect(own.code == 0 && own.output.contains("composition"), "\(own.errors)")

    let leaks = try eval("contamination", "--data", "photos", "--train", "photos", "--out", "l.json")
    #expect(leaks.code == 0, "\(leaks.errors)")
    #expect(leaks.output.contains("Images that are in both: 2 (100.0 % of 2)"))
    #expect(try text("l.json").contains("\"same_files\": 2"))
  }

  @Test("classes by texts and by probes")
  func classes() throws {
    let named = try eval("zeroshot", "--data", "classes", "--lang", "en", "--out", "c.json", "--out", "c.html")
    #expect(named.code == 0, "\(named.errors)")
    #expect(named.output.hasPrefix("classification: classes, en\n") && named.output.contains("10 texts a class"))
    #expect(try text("c.json").contains("\"top5\": null"))
    let page = try text("c.html")
    #expect(page.contains("Images by chance") && page.contains("class=\"matrix\"") && page.contains("cat/c.png"))
    try world.write("names.txt", "猫\n狗\n")
    try world.write("templates.txt", "{}的照片\n")
    let files = try eval(
      "zeroshot", "--data", "classes", "--lang", "zh", "--classes", "names.txt", "--templates", "templates.txt")
    #expect(
      files.code == 0 && files.output.contains("猫") && files.output.contains("1 texts a class"), "\(files.errors)")
    let probe = try eval(
      "probe", "--data", "classes", "--train", "classes/train", "--shots", "1,all", "--probes",
      "ridge,linear,neighbors",
      "--resamples", "2")
    #expect(probe.code == 0, "\(probe.errors)")
    let pooled = try eval(
      "probe", "--data", "classes", "--train", "classes/train", "--shots", "all", "--features", "pooled")
    #expect(pooled.code == 0 && pooled.output.contains("features before its last layer"), "\(pooled.errors)")
    #expect(pooled.output.contains("ridge, all examples: 100.0 %"), "\(pooled.output)")
    // Both halves hold the same two images.
    for name in ["ridge", "linear", "neighbors"] {
      #expect(probe.output.contains("\(name), all examples: 100.0 %"), "\(probe.output)")
    }
  }

  @Test("queries without known answers are answered in a file, under the data's own ids")
  func predictions() throws {
    let rows = zip([7, 9, 4], [0, 1, 0]).map { "\($0)\t\(MeasuredWorld.images[$1])" }
    try world.write("test_imgs.tsv", rows.joined(separator: "\n"))
    try world.write(
      "test_texts.jsonl", #"{"query_id": 31, "query_text": "图"}"# + "\n" + #"{"query_id": "x", "query_text": "心"}"#)
    try world.write("lines.txt", "图\n\n心")
    func predicted(_ queries: String, unreadable: String = "0") throws -> (CommandResult, [[String: Any]]) {
      let result = try eval(
        "predict", "--data", "test_imgs.tsv", "--queries", queries, "--predictions", "p.jsonl", "--max-unreadable",
        unreadable)
      #expect(result.code == 0, "\(result.errors)")
      let lines = try text("p.jsonl").split(separator: "\n")
      return (
        result, try lines.compactMap { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
      )
    }
    let (result, found) = try predicted("test_texts.jsonl")
    #expect(result.output == "p.jsonl: 2 queries, each with the nearest 3 of 3 images\n")
    #expect(found[0]["query_id"] as? Int == 31 && found[1]["query_id"] as? String == "x")
    for line in found {
      let ids = try #require(line["image_ids"] as? [Int])
      // The same image under two ids ties, and the earlier row stands first.
      #expect(ids == [7, 4, 9] || ids == [9, 7, 4])
    }
    #expect(try predicted("lines.txt").1.map { $0["text_id"] as? Int } == [0, 2])
    let nothing = try eval("predict", "--data", "test_imgs.tsv")
    #expect(
      nothing.code == 2 && nothing.errors.contains("--queries is missing: texts to look for"), "\(nothing.errors)")
    try world.write("twice.jsonl", #"{"id": 1, "text": "a"}"# + "\n" + #"{"id": 1, "text": "b"}"#)
    let refused = try eval(
      "predict", "--data", "test_imgs.tsv", "--queries", "twice.jsonl", "--predictions", "none.jsonl")
    #expect(refused.code == 1 && refused.errors.contains("1 of 2 queries cannot be read"), "\(refused.errors)")
    let (twice, kept) = try predicted("twice.jsonl", unreadable: "0.5")
    #expect(kept.count == 1 && twice.output.contains("Queries that cannot be read were skipped: 1"))
    try world.write("test_imgs.tsv", "07\t\(MeasuredWorld.images[0])\n9\t\(MeasuredWorld.images[1])")
    let named = try predicted("test_texts.jsonl").1
    #expect(Set(try #require(named[0]["image_ids"] as? [String])) == ["07", "9"])
  }

  @Test("texts by a linear head, and questions drawn above images")
  func texts() throws {
    let rows = (0..<12).map { $0 % 2 == 0 ? "红色的心\t红心\tsame" : "蓝色的车\t绿树\tother" }
    try world.write("train.tsv", (["sentence1\tsentence2\tlabel"] + rows + ["\tx\tsame"]).joined(separator: "\n"))
    try world.write("test.tsv", "sentence1\tsentence2\tlabel\n红色的心\t红心\tsame\n蓝色的车\t绿树\tother\n")
    for joining in ["compared", "together"] {
      let sentences = try eval(
        "text-classification", "--data", "test.tsv", "--train", "train.tsv", "--joining", joining)
      #expect(sentences.code == 0 && sentences.output.contains("Top 1: 100.0 %"), "\(sentences.errors)")
      #expect(sentences.output.contains("train.tsv: 1 rows were skipped"))
    }
    let questions = (0..<8).map { number in
      #"{"image": "photos/\#(number % 2).png", "question": "什么?", "answer": "\#(number % 2 == 0 ? "甲" : "乙")"}"#
    }
    try world.write("questions.jsonl", questions.joined(separator: "\n"))
    let answered = try eval("vqa", "--data", "questions.jsonl", "--train", "questions.jsonl")
    #expect(answered.code == 0 && answered.output.contains("Right: 100.0 %"), "\(answered.errors) \(answered.output)")
    try world.write("photos/torn.png", "no image")
    let torn = #"{"image": "photos/torn.png", "question": "什么?", "answer": "甲"}"#
    try world.write("torn.jsonl", (questions + [torn]).joined(separator: "\n"))
    let words = ["vqa", "--data", "torn.jsonl", "--train", "questions.jsonl", "--threads", "1"]
    let refused = try BuiltCommand.eval.run(words, home: world.home)
    #expect(refused.code == 1 && refused.errors.contains("torn.jsonl:9: "), "\(refused.errors)")
    let without = try BuiltCommand.eval.run(words + ["--max-unreadable", "0.2"], home: world.home)
    #expect(
      without.output.contains("Right: 100.0 %") && without.output.contains("of all 8 questions")
        && without.output.contains("Questions on images that cannot be read were skipped: 1"), "\(without.output)")
    let changed = try eval("robustness", "--lang", "zh")
    #expect(changed.code == 0 && changed.output.contains("By script"), "\(changed.errors)")
  }

  @Test("weights are listed, taken over and written for others")
  func weights() throws {
    func weights(_ words: String...) throws -> CommandResult { try BuiltCommand.weights.run(words, home: world.home) }
    let exported = try weights("export", "--out", "w")
    #expect(
      exported.code == 0 && exported.output == "w/model.safetensors\nw/model.json\nw/example.npz\n",
      "\(exported.errors)")
    let listed = try weights("info", "w/model.safetensors")
    #expect(listed.code == 0 && listed.output.contains("encoder/head/kernel"), "\(listed.errors)")
    for (words, code, sentence) in [
      (["import", "w/model.safetensors"], 2, "--out is missing"), (["import"], 2, "<file> is missing: file of weights"),
      (["export"], 2, "--out is missing"), (["info", "x.bin"], 1, "weights are .npz or .safetensors"),
      (["import", "w/example.npz", "--out", "y"], 1, "there is no array 'img/embedding/kernel'"),
    ] as [([String], Int32, String)] {
      let result = try BuiltCommand.weights.run(words, home: world.home)
      #expect(result.code == code && result.errors.contains(sentence), "\(words): \(result.code) \(result.errors)")
    }
  }

  @Test("images that cannot be read stop a measurement unless some may be skipped, which the report says")
  func unreadable() throws {
    try world.write("classes/test/dog/broken.png", "no image")
    try world.write("photos/1.png", "no image")
    let cases = [
      (["zeroshot", "--data", "classes", "--lang", "en"], "broken.png"),
      (["probe", "--data", "classes", "--train", "classes/train", "--shots", "1"], "broken.png"),
      (["retrieval", "--data", "photos", "--lang", "zh"], "captions.jsonl:2"),
    ]
    for (words, origin) in cases {
      let refused = try BuiltCommand.eval.run(words, home: world.home)
      #expect(refused.code == 1 && refused.errors.contains(origin), "\(refused.errors)")
      let allowed = try BuiltCommand.eval.run(words + ["--max-unreadable", "0.5"], home: world.home)
      #expect(allowed.code == 0, "\(allowed.errors)")
      #expect(allowed.output.contains("Images that cannot be read were skipped: 1, the first:"), "\(allowed.output)")
      #expect(allowed.output.contains(origin))
    }
  }

  @Test("what cannot be measured is said in a sentence")
  func refusals() throws {
    try world.write("t.tsv", "sentence\tlabel\na\tx\nb\ty\n")
    let cases: [([String], Int32, String)] = [
      (["zeroshot"], 2, "--data is missing"), (["probe", "--data", "classes"], 2, "--train is missing"),
      (["text-classification", "--data", "x"], 2, "--train is missing"),
      (["vqa", "--data", "x"], 2, "--train is missing"),
      (
        ["text-classification", "--data", "photos/captions.jsonl", "--train", "photos/captions.jsonl"], 1,
        "which column"
      ),
      (["contamination", "--data", "photos"], 2, "--train is missing: the training that it is looked for in"),
      (["retrieval", "--out", "r.txt"], 2, "r.txt: a report ends in .html, .htm or .json"),
      (["retrieval", "--data", "none"], 1, "there is no such file or folder"),
      (["retrieval", "--data", "photos", "--lang", "fr"], 1, "there are no captions in 'fr'"),
      (["bitext", "--data", "photos", "--lang", "en"], 1, "at least two languages"),
      (["text-classification", "--data", "t.tsv", "--train", "t.tsv", "--lang", "zh,en"], 2, "texts of one language"),
      (["zeroshot", "--data", "classes", "--class-set", "cifar10"], 1, "there are 2 classes and 10 names"),
      (["zeroshot", "--data", "classes", "--lang", "xx"], 1, "there are no built-in prompts in 'xx'"),
      (["probe", "--data", "classes", "--train", "classes", "--shots", "0"], 2, "--shots should be numbers from 1 on"),
      (["probe", "--data", "classes", "--train", "classes", "--probes", "svm"], 2, "svm"),
      (["--golden", "x.npz"], 2, "--golden is no option any more: clippo-eval golden FILE"),
    ]
    for (words, code, sentence) in cases {
      let result = try BuiltCommand.eval.run(words, home: world.home)
      #expect(result.code == code && result.errors.contains(sentence), "\(words): \(result.code) \(result.errors)")
    }
  }
}
