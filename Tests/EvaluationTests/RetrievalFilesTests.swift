import Console
import FoundationEssentials
import Tensors
import TestSupport
import Testing

@testable import Evaluation

@Suite("Features and predictions as files")
struct RetrievalFilesTests {
  @Test("Files hold the features, who belongs to whom, and the ten nearest", arguments: [true, false])
  func files(numbered: Bool) throws {
    let folder = try TestSupport.TemporaryFolder()
    let (texts, pictures) = (try madeUpTable(15, width: 4, seed: 1), try madeUpTable(12, width: 4, seed: 2))
    let task = try RetrievalTask(
      texts: texts, pictures: pictures, picturesOfTexts: (0..<15).map { $0 == 0 ? [3, 5] : [$0 % 12] })
    let ids = (0..<12).map { numbered ? "\(900 - $0)" : "p\($0)" }
    let written = try RetrievalFiles(
      task, texts: (0..<15).map { "文\($0)" }, ids: ids, origins: (0..<12).map { "f:\($0)" }
    ).write(to: folder.file("x"))
    #expect(written.count == 6 && written.allSatisfy { FileManager.default.fileExists(atPath: $0) })
    let features = try NumpyFile.read(path: folder.file("x.image_feat.npy"))
    #expect(features.shape.axes == [12, 4])
    func lines(_ name: String) throws -> [JSONValue] {
      let data = try #require(FileManager.default.contents(atPath: folder.file("x.\(name).jsonl")))
      return try data.split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: $0, source: name) }
    }
    let id = { (row: Int) in numbered ? 900 - row : row }
    #expect(try lines("texts")[0]["image_ids"] == .array([.integer(id(3)), .integer(id(5))]))
    #expect(try lines("images")[2]["image_id"]?.intValue == id(2))
    let predictions = try lines("t2i_predictions")
    let best = try CosineScores(queries: texts, gallery: pictures).best(10)
    #expect(predictions.count == 15)
    #expect(predictions[4]["image_ids"]?.arrayValue?.compactMap(\.intValue) == best[4].map { id($0.index) })
    #expect(try lines("i2t_predictions")[1]["text_ids"]?.arrayValue?.count == 10)
  }
}
