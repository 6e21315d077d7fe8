import FoundationEssentials
import JSON
import MadeUpEmbeddings
import TestSupport
import Testing

@testable import Evaluation

/// Held against what the packages themselves make of the same embeddings; `Fixtures/retrieval/record.py` records it.
@Suite("Protocols of retrieval")
struct RetrievalProtocolTests {
  private let recorded: JSONValue

  init() throws {
    let file = try #require(FileManager.default.contents(atPath: Fixture.path("retrieval/protocols.json")))
    recorded = try JSONValue(parsing: file, source: "protocols.json")
  }

  /// Sixteen values of ±1/4 a word of four hexadecimal digits.
  private func table(_ name: String) throws -> EmbeddingTable {
    let digits = Array(try #require(recorded[name]?.stringValue))
    let words = try stride(from: 0, to: digits.count, by: 4).map { start in
      try #require(UInt16(String(digits[start..<start + 4]), radix: 16))
    }
    return try EmbeddingTable(
      ids: words.indices.map(String.init), width: 16,
      values: words.flatMap { word in (0..<16).map { word >> $0 & 1 == 1 ? Float(0.25) : -0.25 } })
  }

  private func numbers(_ json: JSONValue?) throws -> [Double] {
    try #require(json?.arrayValue).map { try #require($0.doubleValue) }
  }

  @Test("CLIP_benchmark counts as it does itself, every caption, both ways")
  func clipBenchmark() throws {
    let texts = try table("two_texts")
    let task = try RetrievalTask(
      texts: texts, images: table("images"), imageOfText: texts.ids.indices.map { $0 / 2 })
    let (ours, free) = (try task.recall(.clipBenchmark), try task.recall(.optimistic))
    for (ours, free, name) in [
      (ours.textToImage, free.textToImage, "image_retrieval_recall"),
      (ours.imageToText, free.imageToText, "text_retrieval_recall"),
    ] {
      let theirs = try numbers(recorded["clip_benchmark"]?[name])
      // Theirs are means in float32.
      for (ours, theirs) in zip(ours.percent, theirs) { #expect(abs(ours - 100 * theirs) < 1e-4, "\(name)") }
      #expect(free.percent[0] > ours.percent[0], "without ties the recording shows nothing")
    }
  }

  @Test("Chinese-CLIP counts as its scripts do, several images a text, and both ways from one list")
  func chineseCLIP() throws {
    let right = try #require(recorded["images_of_text"]?.arrayValue).map { json in
      try numbers(json).map { Int($0) }
    }
    let task = try RetrievalTask(texts: table("texts_of_several"), images: table("images"), imagesOfTexts: right)
    let ours = try task.recall(.chineseCLIP)
    for (recall, name) in [(ours.textToImage, "text_to_image"), (ours.imageToText, "image_to_text")] {
      let theirs = try #require(recorded["chinese_clip"]?[name])
      let expected = try ["r1", "r5", "r10", "mean_recall"].map { try #require(theirs[$0]?.doubleValue) }
      expectClose(recall.percent + [recall.meanRecall], expected)
    }
  }

  /// `evaluation.py` and `evaluation_tr.py` of cn_clip 1.6.0: whole numbers for ids, ten different ones a query, every query of
  /// the data answered, and a hit where an answer is one of the data's.
  private func evaluated(
    _ lines: [JSONValue], _ query: String, _ answers: String, right: [Int: Set<Int>]
  ) throws -> [Double] {
    var found: [Int: [Int]] = [:]
    for line in lines {
      let ids = try #require(line[answers]?.arrayValue).map { try #require($0.intValue) }
      #expect(ids.count == 10 && Set(ids).count == 10)
      found[try #require(line[query]?.intValue)] = ids
    }
    #expect(right.keys.allSatisfy { found[$0] != nil }, "every query of the data is answered")
    return [1, 5, 10].map { depth in
      100 * Double(right.count { !$1.isDisjoint(with: (found[$0] ?? []).prefix(depth)) }) / Double(right.count)
    }
  }

  @Test("Predictions in files bear the data's ids and give Chinese-CLIP's own scripts the recall that they recorded")
  func chineseCLIPFiles() throws {
    let right = try #require(recorded["images_of_text"]?.arrayValue).map { try numbers($0).map { Int($0) } }
    let task = try RetrievalTask(texts: table("texts_of_several"), images: table("images"), imagesOfTexts: right)
    let (textId, imageId) = ({ (row: Int) in 8_426 + 3 * row }, { (row: Int) in 1_000_002 + row })
    let folder = try TestSupport.TemporaryFolder()
    _ = try RetrievalFiles(
      task, texts: right.indices.map { "文\($0)" }, textIDs: right.indices.map { "\(textId($0))" },
      ids: task.images.ids.indices.map { "\(imageId($0))" }, origins: task.images.ids
    ).write(to: folder.file("x"))
    func lines(_ name: String) throws -> [JSONValue] {
      let data = try #require(FileManager.default.contents(atPath: folder.file("x.\(name)_predictions.jsonl")))
      return try data.split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: $0, source: name) }
    }
    let images = Dictionary(uniqueKeysWithValues: right.enumerated().map { (textId($0), Set($1.map(imageId))) })
    var texts: [Int: Set<Int>] = [:]
    for (row, images) in right.enumerated() {
      for image in images { texts[imageId(image), default: []].insert(textId(row)) }
    }
    for (found, name) in [
      (try evaluated(lines("t2i"), "text_id", "image_ids", right: images), "text_to_image"),
      (try evaluated(lines("i2t"), "image_id", "text_ids", right: texts), "image_to_text"),
    ] {
      let theirs = try #require(recorded["chinese_clip"]?[name])
      expectClose(found, try ["r1", "r5", "r10"].map { try #require(theirs[$0]?.doubleValue) })
    }
  }

  @Test("One text an image counts as in open_clip, median rank included")
  func openCLIP() throws {
    let texts = try table("one_text")
    let task = try RetrievalTask(
      texts: texts, images: table("images"), imageOfText: Array(texts.ids.indices))
    let ours = try task.recall(.openCLIP)
    for (recall, name) in [(ours.textToImage, "text_to_image"), (ours.imageToText, "image_to_text")] {
      let expected = try ["R@1", "R@5", "R@10"].map {
        100 * (try #require(recorded["open_clip"]?["\(name)_\($0)"]?.doubleValue))
      }
      expectClose(recall.percent, expected)
      #expect(recall.medianRank == recorded["open_clip"]?["\(name)_median_rank"]?.doubleValue)
    }
  }

  @Test("Items that tie stand in the order of the gallery, and of several right ones the first counts")
  func order() throws {
    let same = try EmbeddingTable(ids: ["a", "b", "c", "d"], width: 1, values: [1, 1, 1, 1])
    let text = try EmbeddingTable(ids: ["t"], width: 1, values: [1])
    let ranks = try RetrievalTask(texts: text, images: same, imagesOfTexts: [[3, 1]]).ranks()
    #expect(ranks.textToImage.ranks == [TiedRank(above: 0, wrong: 2, right: 2)] && ranks.textToImage.listRanks == [1])
    let back = try RetrievalTask(texts: same, images: text, imagesOfTexts: [[], [], [0], []]).ranks()
    #expect(back.imageToText.ranks == [TiedRank(above: 0, wrong: 3)] && back.imageToText.listRanks == [2])
  }

  @Test("Where nothing ties all protocols count the same, and queries without a right item are not asked")
  func withoutTies() throws {
    let (texts, images) = (try madeUpTable(30, width: 8, seed: 1), try madeUpTable(20, width: 8, seed: 2))
    let right = (0..<30).map { $0 % 7 == 0 ? [] : [$0 % 20, ($0 * 3) % 20] }
    let task = try RetrievalTask(texts: texts, images: images, imagesOfTexts: right)
    let known = try task.recall(.clippo)
    for retrievalProtocol in RetrievalProtocol.allCases {
      let recall = try task.recall(retrievalProtocol)
      #expect(recall.textToImage.percent == known.textToImage.percent, "\(retrievalProtocol)")
      #expect(recall.imageToText.percent == known.imageToText.percent, "\(retrievalProtocol)")
      #expect(recall.textToImage.queries == 25, "\(retrievalProtocol)")
    }
  }

  @Test("Every protocol says what it counts")
  func about() {
    #expect(Set(RetrievalProtocol.allCases.map(\.about)).count == RetrievalProtocol.allCases.count)
    #expect(RetrievalProtocol.karpathy.about.contains("the first 5 captions of an image"))
  }
}
