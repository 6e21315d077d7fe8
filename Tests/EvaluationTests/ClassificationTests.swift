import FoundationEssentials
import JSON
import MadeUpEmbeddings
import TestSupport
import Testing

@testable import Evaluation
@testable import Reports

/// What `Fixtures/classification/record.py` recorded.
struct RecordedClassification {
  let json: JSONValue

  init() throws {
    let file = try #require(FileManager.default.contents(atPath: Fixture.path("classification/classification.json")))
    json = try JSONValue(parsing: file, source: "classification.json")
  }

  func number(_ name: String) throws -> Double { try #require(json[name]?.doubleValue) }

  static func numbers(_ json: JSONValue?) throws -> [Double] {
    try #require(json?.arrayValue).map { try #require($0.doubleValue) }
  }

  var labels: [Int] { get throws { try Self.numbers(json["labels"]).map { Int($0) } } }

  /// Whole numbers, two digits each.
  var scores: ClassScores {
    get throws {
      let digits = Array(try #require(json["scores"]?.stringValue))
      let values = try stride(from: 0, to: digits.count, by: 2).map {
        Float(try #require(Int(String(digits[$0...$0 + 1]))))
      }
      return try ClassScores(count: Int(number("images")), classes: Int(number("classes")), values: values)
    }
  }
}

@Suite("Classification")
struct ClassificationTests {
  @Test("CLIP_benchmark's numbers come out, ties included")
  func clipBenchmark() throws {
    let recorded = try RecordedClassification()
    let ours = try ClassificationResult(recorded.scores, labels: recorded.labels, retrievalProtocol: .clipBenchmark)
    #expect(abs(ours.top1 - 100 * (try recorded.number("acc1"))) < 1e-9)
    #expect(abs((ours.top5 ?? 0) - 100 * (try recorded.number("acc5"))) < 1e-9)
    #expect(abs(ours.meanPerClass - 100 * (try recorded.number("mean_per_class_recall"))) < 1e-9)
    let plain = try ClassificationResult(recorded.scores, labels: recorded.labels)
    #expect(plain.top5 != ours.top5, "without ties the recording shows nothing")
    let listed = try ClassificationResult(recorded.scores, labels: recorded.labels, retrievalProtocol: .optimistic)
    #expect(listed.meanPerClass == ours.meanPerClass && plain.meanPerClass != ours.meanPerClass && plain.tied > 0)
  }

  @Test("Average precision is CLIP_benchmark's, and classes without images do not lower ours")
  func averagePrecision() throws {
    let recorded = try RecordedClassification()
    let scores = try ClassScores(
      count: Int(recorded.number("images")), classes: Int(recorded.number("classes")),
      values: RecordedClassification.numbers(recorded.json["distinct"]).map(Float.init))
    let labels = try #require(recorded.json["several"]?.arrayValue).map { json in
      try RecordedClassification.numbers(json).map { Int($0) }
    }
    let ours = try SeveralLabelsResult(scores, labels: labels)
    let theirs = try RecordedClassification.numbers(recorded.json["average_precision"])
    for (ours, theirs) in zip(ours.averagePrecision, theirs) { #expect(abs((ours ?? 0) - 100 * theirs) < 1e-3) }
    #expect(ours.averagePrecision.last == .some(nil))
    #expect(abs(ours.meanOverAll - 100 * (try recorded.number("mean_average_precision"))) < 1e-3)
    #expect(abs(ours.meanAveragePrecision - ours.meanOverAll * 12 / 11) < 1e-9)
  }

  @Test("A handmade table counts as by hand")
  func byHand() throws {
    let scores = try ClassScores(count: 4, classes: 3, values: [3, 1, 2, 1, 1, 0, 0, 5, 5, 1, 2, 3])
    let result = try ClassificationResult(scores, labels: [0, 1, 2, 0])
    // Two classes are equally near to the second and to the third image, one of them right.
    #expect(result.top1 == 50 && result.top5 == nil && result.tied == 2)
    #expect(result.perClass.map(\.right) == [1, 0.5, 0.5] && result.perClass.map(\.images) == [2, 1, 1])
    #expect(abs(result.meanPerClass - 50) < 1e-12)
    // Of equal scores other programs take the first class.
    let listed = try ClassificationResult(scores, labels: [0, 1, 2, 0], retrievalProtocol: .chineseCLIP)
    #expect(listed.top1 == 25 && listed.perClass.map(\.right) == [1, 0, 0])
    #expect(abs(listed.meanPerClass - 50.0 / 3) < 1e-12)
    #expect(result.confusions.map { [$0.label, $0.taken, $0.images] } == [[0, 2, 1], [1, 0, 1], [2, 1, 1]])
  }

  @Test(
    "Six classes of equal score are among the first five by chance; to other programs the first five are",
    arguments: [(4, 100.0), (5, 0.0)])
  func ties(label: Int, listed: Double) throws {
    let scores = try ClassScores(count: 1, classes: 7, values: [1, 1, 1, 1, 1, 1, 0])
    let ours = try ClassificationResult(scores, labels: [label])
    #expect(abs((ours.top5 ?? 0) - 500.0 / 6) < 1e-9 && abs(ours.top1 - 100.0 / 6) < 1e-9)
    #expect(try ClassificationResult(scores, labels: [label], retrievalProtocol: .optimistic).top5 == listed)
  }

  @Test("A model to which all classes are alike is right as often as guessing, in shares of classes too")
  func collapse() throws {
    let scores = try ClassScores(count: 20, classes: 10, values: [Float](repeating: 0.5, count: 200))
    let result = try ClassificationResult(scores, labels: (0..<20).map { $0 % 10 })
    #expect(abs(result.top1 - 10) < 1e-9 && abs((result.top5 ?? 0) - 50) < 1e-9 && abs(result.meanPerClass - 10) < 1e-9)
    #expect(result.tied == 20)
    let report = MeasureReport.classification(
      result, title: "t", about: "a", names: (0..<10).map { "class \($0)" })
    #expect(report.notes.contains { $0.hasPrefix("To 20 of 20 images several classes are equally near") })
  }

  @Test("Average precision with ties is the mean over all orders of the images")
  func averagePrecisionOfTies() throws {
    let (values, right): ([Float], Set<Int>) = ([2, 1, 1, 1, 0, 0], [1, 2, 4])
    let ours = try SeveralLabelsResult(
      ClassScores(count: 6, classes: 1, values: values), labels: (0..<6).map { right.contains($0) ? [0] : [] })
    let orders = orders(6)
    let sum = try orders.reduce(0.0) { sum, order in
      let scores = try ClassScores(count: 6, classes: 1, values: order.map { values[$0] })
      let labels = order.map { right.contains($0) ? [0] : [] }
      return sum
        + (try SeveralLabelsResult(scores, labels: labels, retrievalProtocol: .clipBenchmark).meanAveragePrecision)
    }
    #expect(abs(ours.meanAveragePrecision - sum / Double(orders.count)) < 1e-9, "\(ours.meanAveragePrecision)")
  }

  @Test("Prompts are every name in every template, and their embeddings become one unit row a class")
  func prompts() throws {
    let prompts = try ClassPrompts(language: "zh", names: [["猫", "猫咪"], ["狗"]], templates: ["{}的照片", "一只{c}"])
    #expect(prompts.texts == [["猫的照片", "一只猫", "猫咪的照片", "一只猫咪"], ["狗的照片", "一只狗"]])
    let table = try EmbeddingTable(ids: ["a", "b", "c"], width: 2, values: [1, 0, 0, 1, 0, 1])
    let means = try table.means(ofRuns: [2, 1], ids: ["x", "y"])
    #expect(means.ids == ["x", "y"] && abs(means.values[0] - Float(0.5).squareRoot()) < 1e-6 && means[1] == [0, 1])
    let shared = try ClassPrompts(language: "zh", names: [["鹤"], ["猫"], ["鹤"]], templates: ["{}"]).sharedNames
    #expect(shared.map(\.name) == ["鹤"] && shared.map(\.labels) == [[0, 2]])
  }

  @Test("What cannot be counted is refused in a sentence")
  func refusals() throws {
    let scores = try ClassScores(count: 1, classes: 2, values: [1, 2])
    #expect(throws: EvaluationError.self) { try ClassificationResult(scores, labels: [2]) }
    #expect(throws: EvaluationError.self) { try ClassificationResult(scores, labels: []) }
    #expect(throws: EvaluationError.self) { try SeveralLabelsResult(scores, labels: [[0, 7]]) }
    #expect(throws: EvaluationError.self) { try ClassScores(count: 1, classes: 2, values: [1, .nan]) }
    #expect(throws: EvaluationError.self) { try ClassScores(count: 0, classes: 2, values: []) }
    #expect(throws: EvaluationError.self) { try ClassPrompts(language: "en", names: [["a"]], templates: ["a photo"]) }
    #expect(throws: EvaluationError.self) { try ClassPrompts(language: "en", names: [["a"], []], templates: ["{}"]) }
    #expect(throws: EvaluationError.self) { try ClassPrompts(language: "en", names: [], templates: ["{}"]) }
    let table = try EmbeddingTable(ids: ["a"], width: 1, values: [1])
    #expect(throws: EvaluationError.self) { try table.means(ofRuns: [2], ids: ["x"]) }
  }
}
