import Console
import Corpora
import FoundationEssentials
import JSON
import Runtime
import Search
import TestSupport
import Testing

@testable import Application

@Suite("Captions of neighbors")
struct PseudoCaptionsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// An index in two dimensions: captioned images at angles of their own, and some without a caption.
  private func index(
    _ images: [(name: String, angle: Double, captions: [NamedTexts])], archived: Set<String> = []
  ) throws -> String {
    let path = folder.file("images.clippo")
    try? FileManager.default.removeItem(atPath: path)
    let writer = try VectorIndexWriter(path: path, width: 2, model: ["made": "up"])
    let items = images.map { image in
      let location: ImageLocation =
        archived.contains(image.name)
        ? .member(archive: "a.tar", name: image.name, offset: 0, count: 1) : .file(image.name)
      let record = IndexedImage(id: image.name, location: location, captions: image.captions).json
      return IndexItem(key: image.name, stamp: 1, source: "s", record: record)
    }
    // Points of a circle with whole sides, so that nothing here needs a sine.
    try writer.append(
      items,
      vectors: images.flatMap { image -> [Float] in
        let square = image.angle * image.angle
        return [Float((1 - square) / (1 + square)), Float(2 * image.angle / (1 + square))]
      })
    return path
  }

  private static func texts(_ language: String, _ texts: String...) -> NamedTexts {
    NamedTexts(language: language, texts: texts)
  }

  private func write(
    _ path: String, language: String? = nil, neighbors: Int = 2
  ) throws -> (outcome: PseudoCaptions.Outcome, lines: [String]) {
    let file = folder.file("pseudo.jsonl")
    let outcome = try PseudoCaptions(path: path, pool: ThreadPool(threads: 2))
      .write(to: file, language: language, neighbors: neighbors, words: 2)
    return (outcome, try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init))
  }

  @Test("images without a caption get the words of those beside them, and no others do")
  func planted() throws {
    let path = try index(
      [
        ("cat1.png", 0, [Self.texts("en", "a red cat")]),
        ("cat2.png", 0.02, [Self.texts("en", "the cat sleeps", "cat")]),
        ("dog1.png", 1, [Self.texts("en", "a dog runs"), Self.texts("zh", "狗")]),
        ("dog2.png", 1.02, [Self.texts("en", "one big dog")]), ("new1.png", 0.005, []), ("new2.png", 1.005, []),
        ("in-a-tar.png", 0.5, []), ("of.png", -0.9, [Self.texts("en", "of the")]), ("odd.png", -0.91, []),
      ], archived: ["in-a-tar.png"])
    let (outcome, lines) = try write(path, language: "EN")
    #expect(outcome.captioned == 5 && outcome.given == 3 && outcome.archived == 1 && outcome.wordless == 0)
    #expect(
      lines.prefix(2) == [
        #"{"image":"\#(folder.path)/new1.png","id":"new1.png","captions":{"en":{"synthetic":["cat red"]}}}"#,
        #"{"image":"\#(folder.path)/new2.png","id":"new2.png","captions":{"en":{"synthetic":["dog runs"]}}}"#,
      ])
    #expect(try write(path, language: "en", neighbors: 1).outcome.wordless == 1)
  }

  @Test("what cannot be done is a sentence")
  func complaints() throws {
    func complaint(_ images: [(String, Double, [NamedTexts])], _ language: String? = nil) throws -> String {
      let path = try index(images.map { (name: $0.0, angle: $0.1, captions: $0.2) })
      do { _ = try write(path, language: language) } catch { return "\(error)" }
      return ""
    }
    let (english, chinese) = (Self.texts("en", "a cat"), Self.texts("zh", "猫"))
    #expect(try complaint([("a.png", 0, [])]).contains("no image has a caption"))
    #expect(try complaint([("a.png", 0, [english])]).contains("every image has a caption"))
    #expect(
      try complaint([("a.png", 0, [english, chinese]), ("b.png", 1, [])]).contains(
        "captions are in en, zh; choose with --lang"))
    #expect(
      try complaint([("a.png", 0, [english]), ("b.png", 1, [])], "de").contains("no image has a caption in 'de'"))
  }
}
