import Testing

@testable import Corpora

@Suite struct SpreadCaptionsTests {
  private static func image(_ number: Int, split: CorpusSplit, captions: [Caption], heldOut: [String] = [])
    -> CaptionedImage
  {
    CaptionedImage(
      id: "\(number)", image: .file("\(number).png"), split: split, captions: captions, heldOut: heldOut,
      origin: Origin(file: "made up", line: number + 1))
  }

  private static func caption(_ text: String, _ language: String, _ role: CaptionRole = .raw) -> Caption {
    Caption(text: text, language: language, role: role)
  }

  /// Ten records in two parts; the third is held out in French.
  private static func corpus() throws -> Corpus {
    let images = (0..<10).map { number in
      image(
        number, split: number % 4 == 1 ? .style : .train,
        captions: [
          caption("en \(number)", "en"), caption("key", "en", .keyword),
          number % 2 == 0 ? caption("fr \(number)", "fr") : caption("de \(number)", "de"),
        ] + (number == 4 ? [caption("en again", "en")] : []), heldOut: number == 2 ? ["fr"] : [])
    }
    let stores = [try ListedRecords(Array(images[..<6])), try ListedRecords(Array(images[6...]))]
    return Corpus(
      folder: "made up", kind: "emoji", languages: ["en", "fr", "de"],
      counts: CorpusCounts(splits: CorpusSplit.ofEmoji, images: [:], captioned: [:]),
      parts: stores.map { Corpus.Part(store: $0) })
  }

  @Test(
    "Captions of all splits are taken in order, evenly spread where there are too many, but no keywords",
    arguments: [
      ("de", 100, ["de 1", "de 3", "de 5", "de 7", "de 9"]), ("de", 2, ["de 1", "de 5"]), ("de", 0, []),
      ("fr", 100, ["fr 0", "fr 2", "fr 4", "fr 6", "fr 8"]), ("en", 3, ["en 0", "en 3", "en 6"]),
      ("en", 11, ["en 0", "en 1", "en 2", "en 3", "en 4", "en again", "en 5", "en 6", "en 7", "en 8", "en 9"]),
      ("eo", 5, []),
    ] as [(String, Int, [String])])
  func spread(language: String, limit: Int, captions: [String]) throws {
    #expect(try Self.corpus().spreadCaptions(in: language, limit: limit) == captions)
  }

  @Test("A source is a corpus with its own languages, those of most images first")
  func source() throws {
    let images = (0..<3).map { number in
      Self.image(
        number, split: number == 0 ? CorpusSplit(rawValue: "test") : .train,
        captions: [Self.caption("en", "en")] + (number == 0 ? [Self.caption("de", "de")] : []))
    }
    let corpus = SourceContent(store: try ListedRecords(images)).corpus(at: "here")
    #expect(corpus.languages == ["en", "de"] && corpus.folder == "here" && corpus.recordCount == 3)
    #expect(try corpus.trainingCaptions(in: ["en", "de"], limit: 9) == ["en", "en"])
    #expect(try corpus.spreadCaptions(in: "en", limit: 9).count == 3)
  }
}
