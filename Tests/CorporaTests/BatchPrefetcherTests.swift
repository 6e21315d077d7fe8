import TestSupport
import Testing

@testable import Corpora

@Suite("Batches prepared ahead")
struct BatchPrefetcherTests {
  @Test("are the loader's, in its order, with its states", arguments: [1, 1 << 20])
  func order(limit: Int) throws {
    let corpus = try SmallCorpora.corpus(["zh", "en"])
    let loader = try BatchLoaderTests.loader(corpus)
    let ahead = BatchPrefetcher(try BatchLoaderTests.loader(corpus, threads: 1), limit: limit)
    #expect(ahead.state == loader.state)
    for _ in 0..<12 {
      let (expected, actual) = (try loader.next(), try ahead.next())
      #expect(BatchLoaderTests.isEqual(expected, actual))
      #expect(ahead.state == loader.state)
    }
  }

  @Test("continue from the state after the last one that was served, whatever was prepared beyond it")
  func resume() throws {
    let corpus = try SmallCorpora.corpus(["zh"])
    let first = BatchPrefetcher(try BatchLoaderTests.loader(corpus), limit: 1 << 24)
    for _ in 0..<3 { _ = try first.next() }
    let second = BatchPrefetcher(try BatchLoaderTests.loader(corpus, state: first.state), limit: 1 << 24)
    for _ in 0..<4 {
      let (expected, actual) = (try first.next(), try second.next())
      #expect(BatchLoaderTests.isEqual(expected, actual))
    }
  }

  @Test("end with the error that ended them, again and again")
  func failure() throws {
    let folder = try TemporaryFolder()
    let corpus = try BatchLoaderTests.handmade(in: folder, names: ["a", "b", "c", "d"], unreadable: [2])
    let ahead = BatchPrefetcher(try BatchLoaderTests.loader(corpus, batch: 4), limit: 1 << 20)
    for _ in 0..<2 {
      let error = #expect(throws: CorpusError.self) { try ahead.next() }
      #expect(error?.description.hasPrefix("1 of 4 records cannot be used") == true)
    }
    #expect(ahead.skipped.count == 1)
  }

  @Test("are given up when nobody wants them any more")
  func abandoned() throws {
    let corpus = try SmallCorpora.corpus(["zh"])
    for _ in 0..<20 {
      let ahead = BatchPrefetcher(try BatchLoaderTests.loader(corpus, threads: 1), limit: 1)
      _ = try ahead.next()
    }
  }
}
