import Foundation
import Testing

@Suite struct AuditTests {
  @Test("An audit tells, as text and as a page with images, what captions take and lose")
  func audit() throws {
    let world = try SmallWorld()
    #expect(try BuiltCommand.train.run(world.training("run"), home: world.home).code == 0)
    let corpora = world.home + "/.cache/clippo/corpora"
    let corpus = try #require(FileManager.default.contentsOfDirectory(atPath: corpora).first)
    let page = world.folder.file("audit.html")
    let result = try BuiltCommand.corpus.run(
      ["audit", corpora + "/" + corpus, "--rows", "1", "--columns", "6", "--out", page], home: world.home)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.contains("captions by number of patches") && result.output.contains("cut off: “"))
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.hasPrefix("<!DOCTYPE html>") && html.contains("Captions by number of patches"))
    #expect(html.components(separatedBy: "data:image/png;base64,").count == 7)
    #expect(html.contains("cut off") && !html.contains("http"))
  }
}
