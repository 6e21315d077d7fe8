import TestSupport
import Testing

@testable import Corpora

@Suite("Labeled texts and questions")
struct LabeledTextsTests {
  @Test(
    "Tables of usual columns are read without being told",
    arguments: [
      ("sentence1\tsentence2\tlabel\na \"b\tc\t1\n", [["a \"b", "c"]], ["1"]),
      ("Quality\t#1 ID\t#2 ID\t#1 String\t#2 String\n1\t5\t6\tone\ttwo\n", [["one", "two"]], ["1"]),
      ("label,review\n0,\"很好, 真的\"\n", [["很好, 真的"]], ["0"]),
      ("id\tpremise\thypothesis\tgold_label\n1\tp\th\tentailment\n2\t\th\tneutral\n", [["p", "h"]], ["entailment"]),
    ])
  func tables(text: String, texts: [[String]], labels: [String]) throws {
    let folder = try TemporaryFolder()
    let read = try LabeledTexts.open(folder.write("t.txt", text))
    #expect(read.rows.map(\.texts) == texts && read.rows.map(\.label) == labels)
  }

  @Test("Columns that are named are taken, and what is missing is said with what there is")
  func columns() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("t.tsv", "a\tb\tc\nx\ty\tz\n")
    let read = try LabeledTexts.open(path, columns: .init(texts: ["c"], label: "a"))
    #expect(read.rows == [.init(texts: ["z"], label: "x")])
    for columns in [
      LabeledTexts.Columns(), .init(texts: ["a"]), .init(texts: ["q"], label: "a"),
      .init(texts: ["a", "b", "c"], label: "a"), .init(texts: ["a", "a"], label: "b"), .init(texts: ["a"], label: "a"),
    ] {
      #expect(throws: CorpusError.self) { try LabeledTexts.open(path, columns: columns) }
    }
    #expect(throws: CorpusError.self) { try LabeledTexts.open(folder.write("e.tsv", "text\tlabel\n")) }
  }

  @Test("Questions have an image and an answer, the most frequent of several")
  func questions() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "q.jsonl",
      """
      {"image": "a.jpg", "question": "多少?", "answer": "二"}
      {"image": "a.jpg", "question": "q", "answers": ["no", "yes", "yes"]}
      {"image": "a.jpg", "question": " ", "answer": "x"}
      {"image": "a.jpg", "question": "q", "answers": []}
      {"question": "q", "answer": "x"}
      """)
    let read = try ImageQuestions.open(path)
    #expect(read.rows.map(\.answer) == ["二", "yes"] && read.skipped.count == 3)
    #expect(read.rows[0].image == .file(folder.file("a.jpg")))
    #expect(throws: CorpusError.self) { try ImageQuestions.open(folder.write("e.jsonl", "{}\n")) }
  }
}
