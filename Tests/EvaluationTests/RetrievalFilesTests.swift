import FoundationEssentials
import JSON
import MadeUpEmbeddings
import Tensors
import TestSupport
import Testing

@testable import Evaluation

@Suite("Features and predictions as files")
struct RetrievalFilesTests {
  @Test("Files hold the features, who belongs to whom, and the ten nearest", arguments: [true, false])
  func files(numbered: Bool) throws {
    let folder = try TestSupport.TemporaryFolder()
    let (texts, images) = (try madeUpTable(15, width: 4, seed: 1), try madeUpTable(12, width: 4, seed: 2))
    let task = try RetrievalTask(
      texts: texts, images: images, imagesOfTexts: (0..<15).map { $0 == 0 ? [3, 5] : [$0 % 12] })
    let ids = (0..<12).map { numbered ? "\(900 - $0)" : "p\($0)" }
    let textIDs = (0..<15).map { numbered ? "\(7_000 + 3 * $0)" : $0 == 4 ? nil : "\($0)" }
    let written = try RetrievalFiles(
      task, texts: (0..<15).map { "文\($0)" }, textIDs: textIDs, ids: ids, origins: (0..<12).map { "f:\($0)" }
    ).write(to: folder.file("x"))
    #expect(written.count == 8 && written.allSatisfy { FileManager.default.fileExists(atPath: $0) })
    let features = try NumpyFile.read(path: folder.file("x.image_feat.npy"))
    #expect(features.shape.axes == [12, 4])
    func lines(_ name: String) throws -> [JSONValue] {
      let data = try #require(FileManager.default.contents(atPath: folder.file("x.\(name).jsonl")))
      return try data.split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: $0, source: name) }
    }
    let id = { (row: Int) in numbered ? 900 - row : row }
    #expect(try lines("texts")[0]["image_ids"] == .array([.integer(id(3)), .integer(id(5))]))
    #expect(try lines("images")[2]["image_id"]?.intValue == id(2))
    let textId = { (row: Int) in numbered ? 7_000 + 3 * row : row }
    #expect(try lines("texts").map { $0["text_id"]?.intValue } == (0..<15).map(textId))
    let predictions = try lines("t2i_predictions")
    let best = try CosineScores(queries: texts, gallery: images).best(10)
    #expect(predictions.map { $0["text_id"]?.intValue } == (0..<15).map(textId))
    #expect(predictions[4]["image_ids"]?.arrayValue?.compactMap(\.intValue) == best[4].map { id($0.index) })
    let lists = try [lines("img_feat")[3], lines("txt_feat")[14]]
    #expect(lists[0]["image_id"]?.intValue == id(3) && lists[1]["text_id"]?.intValue == textId(14))
    for (list, expected) in [(lists[0], images.values[12..<16]), (lists[1], texts.values[56..<60])] {
      #expect(list["feature"]?.arrayValue?.compactMap(\.doubleValue).map(Float.init) == Array(expected))
    }
    let found = try CosineScores(queries: images, gallery: texts).best(10)
    let captions = try lines("i2t_predictions")[1]
    #expect(captions["image_id"]?.intValue == id(1))
    #expect(captions["text_ids"]?.arrayValue?.compactMap(\.intValue) == found[1].map { textId($0.index) })
  }

  @Test(
    "Ids that two texts share, or that are no numbers, are rows instead",
    arguments: [["1", "1"], ["1", "x"], ["1", nil]])
  func rows(ids: [String?]) throws {
    let folder = try TestSupport.TemporaryFolder()
    let task = try RetrievalTask(
      texts: madeUpTable(2, width: 4, seed: 1), images: madeUpTable(2, width: 4, seed: 2), imageOfText: [0, 1])
    _ = try RetrievalFiles(task, texts: ["a", "b"], textIDs: ids, ids: ["5", "6"], origins: ["", ""])
      .write(to: folder.file("x"))
    let data = try #require(FileManager.default.contents(atPath: folder.file("x.t2i_predictions.jsonl")))
    let lines = try data.split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: $0, source: "x") }
    #expect(lines.map { $0["text_id"]?.intValue } == [0, 1])
    #expect(lines.allSatisfy { $0["image_ids"]?.arrayValue?.compactMap(\.intValue).sorted() == [5, 6] })
  }
}
