import Runtime
import TestSupport
import Testing

@testable import Corpora

@Suite("Captions that are shuffled on purpose")
struct CaptionShuffleTests {
  private func record(_ number: Int, split: CorpusSplit = .train, heldOut: [String] = []) -> CaptionedImage {
    CaptionedImage(
      id: "\(number)", image: .file("\(number).png"), split: split,
      captions: [
        Caption(text: "caption \(number)", language: number < 5 ? "en" : "zh", role: .raw),
        Caption(text: "made of \(number)", language: "en", role: .synthetic),
      ], heldOut: heldOut, origin: Origin(file: "pairs", place: .whole))
  }

  @Test("as many as asked for, none with its own captions, each caption still somewhere", arguments: [0, 0.02, 0.3, 1])
  func chosen(fraction: Double) throws {
    let shuffle = try CaptionShuffle(fraction: fraction, of: ListedRecords((0..<50).map { record($0) }))
    let sources = (0..<50).map { shuffle.source(of: $0) }
    #expect(sources.sorted() == Array(0..<50))
    let moved = (0..<50).filter { shuffle.moves($0) }
    // One alone could only keep its own.
    #expect(moved.count == (fraction == 0.02 ? 0 : Int(fraction * 50)) && moved.count == shuffle.count)
    #expect(moved.allSatisfy { sources[$0] != $0 })
    #expect((0..<50).allSatisfy { shuffle.moves($0) || sources[$0] == $0 })
  }

  @Test("what is no training, or is held out in a language, keeps its captions")
  func heldOut() throws {
    let records = (0..<40).map {
      record($0, split: $0 < 10 ? CorpusSplit(rawValue: "dev") : .train, heldOut: $0 % 2 == 0 ? ["zh"] : [])
    }
    let shuffle = try CaptionShuffle(fraction: 1, of: ListedRecords(records))
    #expect((0..<40).filter { shuffle.moves($0) } == (10..<40).filter { $0 % 2 == 1 })
  }

  @Test("records keep image and name, and are found under the languages of what they are shown with")
  func records() throws {
    let records = (0..<10).map { record($0) }
    let store = try ListedRecords(records)
    let shuffle = try CaptionShuffle(fraction: 0.8, of: store)
    let shuffled = try shuffle.shuffled(store, pool: ThreadPool(threads: 2))
    for number in 0..<10 {
      let record = try shuffled.record(number)
      #expect(record.id == "\(number)" && record.image == records[number].image)
      let expected = [records[shuffle.source(of: number)].captions[0], records[number].captions[1]]
      #expect(record.captions == expected)
      #expect(shuffled.catalog.languages(number) == record.languages)
      #expect(shuffled.imageMark(number) == store.imageMark(number))
    }
  }

  @Test("what is trained is shuffled, and what is asked is not")
  func corpus() throws {
    let folder = try TemporaryFolder()
    try SmallPairs.writeImages(folder)
    try folder.write(
      "pairs.jsonl",
      zip(SmallPairs.names, SmallPairs.english).map { name, text in
        "{\"image\": \"\(name)\", \"captions\": {\"en\": \"\(text)\"}}".replacing("\"quoted\"", with: "quoted")
      }.joined(separator: "\n"))
    let source = CorpusSource(path: folder.file("pairs.jsonl"))
    let corpus = try PairCorpus(
      folder: ".", training: [source], heldOut: [.init(name: "all", source: source)]
    ).open(pool: ThreadPool(threads: 1)).shufflingCaptions(1, pool: ThreadPool(threads: 1))
    let texts = try corpus.parts.map { part in
      try (0..<3).map { try part.store.record($0).captions.map(\.text).joined() }
    }
    #expect(texts[0].sorted() == texts[1].sorted() && zip(texts[0], texts[1]).allSatisfy { $0 != $1 })
    #expect(corpus.parts[0].shuffle?.count == 3 && corpus.parts[1].shuffle == nil)
  }
}
