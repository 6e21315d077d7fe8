import Testing

@testable import Corpora

@Suite("The images that a run's search looks through")
struct SearchableImagesTests {
  private static func image(_ number: Int, _ file: String, _ split: CorpusSplit, _ captions: [(String, String)])
    -> CaptionedImage
  {
    CaptionedImage(
      id: "\(number)", image: .file(file), split: split,
      captions: captions.map { Caption(text: $0.1, language: $0.0, role: .raw) },
      origin: Origin(file: "list", line: number))
  }

  private static func searchable(_ parts: [[CaptionedImage]], limit: Int) throws -> [String] {
    let stores = try parts.map { try ListedRecords($0) }
    let counts = CorpusCounts(stores.map(\.catalog))
    let corpus = Corpus(
      folder: "here", kind: "pairs", languages: counts.languages, counts: counts,
      parts: stores.map { Corpus.Part(store: $0) })
    let store = try corpus.searchable(limit: limit, in: ["zh", "en"]).store
    return try (0..<store.catalog.count).map { number in
      let image = try store.record(number)
      return "\(image.id) " + image.captions.map { "\($0.language):\($0.text)" }.joined(separator: " ")
    }
  }

  private static let parts = [
    [
      image(1, "a.jpg", .train, [("en", "one"), ("de", "eins"), ("zh", "一")]),
      image(2, "b.jpg", .style, [("en", "two")]),
      image(3, "c.jpg", .train, [("en", "three")]),
    ],
    [
      image(4, "c.jpg", .train, [("zh", "三")]), image(5, "d.jpg", CorpusSplit(rawValue: "test"), [("de", "vier")]),
    ],
  ]

  @Test("each image is there once, with what it is called in the languages, in their order")
  func once() throws {
    #expect(try Self.searchable(Self.parts, limit: 5) == ["1 zh:一 en:one", "3 en:three zh:三", "5 "])
    #expect(try Self.searchable([], limit: 5) == [])
  }

  @Test("where there are more than fit, those that are held out come first")
  func limit() throws {
    #expect(try Self.searchable(Self.parts, limit: 3) == ["5 ", "1 zh:一 en:one"])
    #expect(try Self.searchable(Self.parts, limit: 2) == ["5 "])
    #expect(try Self.searchable(Self.parts, limit: 0) == [])
  }
}
