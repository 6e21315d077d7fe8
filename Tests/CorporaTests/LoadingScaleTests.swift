import FoundationEssentials
import Images
import Runtime
import TestSupport
import Testing

@testable import Corpora

/// Loading from many shards. `scripts/measure-loading` runs the same with 100,000 pairs and prints figures; what depends on
/// a machine's speed is printed and not tested.
@Suite struct LoadingScaleTests {
  static let queried = Int(ProcessInfo.processInfo.environment["CLIPPO_LOADING_PAIRS"] ?? "")
  static let shards = 16
  static let batch = 64

  /// Pairs; by default enough for ten batches.
  static let pairs = queried ?? 16 * 40

  static func note(_ figure: String) { if queried != nil { print(figure) } }

  static func timed<Result>(_ what: String, _ body: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    let result = try body()
    let spent = (ContinuousClock.now - start).components
    note("\(what): \((Double(spent.seconds) + Double(spent.attoseconds) * 1e-18).formatted2) s")
    return result
  }

  /// Shards of images of 8 × 8 pixels, no two alike, each with captions in two languages.
  static func write(to folder: TemporaryFolder) throws {
    let share = pairs / shards
    for shard in 0..<shards {
      try TarWriter.write(to: folder.file("\(shard + 100).tar")) { tar in
        for sample in 0..<share {
          let number = shard * share + sample
          let color = Color(
            red: UInt8(number & 255), green: UInt8(number >> 8 & 255), blue: UInt8(number >> 16 & 255))
          let key = "\(shard)/\(number)"
          try tar.add(key + ".png", PNG.encode(PixelImage(width: 8, height: 8, filledWith: color), level: 1))
          try tar.add(key + ".json", Array(#"{"captions": {"en": "pair \#(number)", "zh": "第\#(number)对"}}"#.utf8))
        }
      }
    }
  }

  static func open(_ folder: TemporaryFolder) throws -> Corpus {
    try PairCorpus(
      folder: folder.path, training: [CorpusSource(path: "1{00..15}.tar")], heldOut: [],
      cacheFolder: folder.file("cache")
    ).open(pool: ThreadPool(threads: 2))
  }

  static func loader(
    _ corpus: Corpus, threads: Int, shuffle: ShuffleRule = .window(500), state: LoaderState? = nil
  ) throws -> BatchLoader {
    var options = BatchOptions(photo: PhotoPreparation(side: 16), batch: batch)
    options.shuffle = shuffle
    options.imageMemory = 1 << 20
    return try BatchLoader(
      corpus: corpus, options: options, pool: .init(threads: threads), seed: 5, state: state,
      makeReader: { FakeRenderer() })
  }

  /// What a batch shows, as one number.
  static func mark(_ batch: TrainingBatch, continuing hash: UInt64) -> UInt64 {
    var hash = StableHash.of(
      batch.pixels.lazy.enumerated().filter { $0.offset % 97 == 0 }.map(\.element), continuing: hash)
    for (origin, caption) in zip(batch.origins, batch.captions) {
      hash = StableHash.of("\(origin)\(caption)".utf8, continuing: hash)
    }
    return hash
  }

  /// Kibibytes of this process that are in memory.
  static func residentMemory() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(Int(line.filter(\.isNumber)))
  }

  @Test("Order is the same for any number of threads, resuming is exact inside a shard, and memory does not grow")
  func loading() throws {
    let folder = try TemporaryFolder()
    try Self.timed("writing \(Self.pairs) pairs in \(Self.shards) shards") { try Self.write(to: folder) }
    let cold = try Self.timed("listing the shards") { try Self.open(folder) }
    let corpus = try Self.timed("opening listed shards") { try Self.open(folder) }
    #expect(cold.recordCount == Self.pairs && corpus.recordCount == Self.pairs && corpus.skipped.isEmpty)
    #expect(corpus.counts == cold.counts && corpus.parts.map(\.store.catalog) == cold.parts.map(\.store.catalog))
    try Self.order(corpus)
    try Self.resuming(corpus, folder)
    try Self.memory(corpus)
  }

  private static func order(_ corpus: Corpus) throws {
    for shuffle in [ShuffleRule.everything, .window(500)] {
      let duplicateKeys = try [1, 2, 4].map { threads in
        let loader = try timed("a loader of \(threads) threads") {
          try Self.loader(corpus, threads: threads, shuffle: shuffle)
        }
        return try timed("an epoch of \(threads) threads, \(shuffle)") {
          try (0..<pairs / batch).reduce(into: 0 as UInt64) { hash, _ in
            hash = mark(try loader.next(), continuing: hash)
          }
        }
      }
      #expect(Set(duplicateKeys).count == 1)
    }
  }

  /// After so many batches: inside the first window, inside a shard, inside the second epoch of a language.
  private static func resuming(_ corpus: Corpus, _ folder: TemporaryFolder) throws {
    let epoch = pairs / batch
    let whole = try loader(corpus, threads: 2)
    var served = 0
    for stop in [1, epoch / 3, epoch + epoch / 5] {
      while served < stop {
        _ = try whole.next()
        served += 1
      }
      let state = try LoaderState(json: whole.state.json, origin: "state")
      #expect(state.streams.values.contains { $0.visits % (pairs / shards) > 0 })
      let again = try timed("opening and resuming after \(stop) batches") {
        try loader(open(folder), threads: 1, state: state)
      }
      for _ in 0..<3 {
        let (expected, resumed) = (try whole.next(), try again.next())
        let isSame = BatchLoaderTests.isEqual(expected, resumed)
        #expect(isSame)
        served += 1
      }
      #expect(again.state == whole.state)
    }
  }

  /// Tests beside this one take memory of the same process, so only a measuring run, which is alone, is held to a bound: a
  /// tenth of what keeping the images would take.
  private static func memory(_ corpus: Corpus) throws {
    let loader = try loader(corpus, threads: 2)
    var resident: [Int] = []
    for epoch in 1...(queried == nil ? 1 : 3) {
      try timed("an epoch of 2 threads") { for _ in 0..<pairs / batch { _ = try loader.next() } }
      resident.append(try residentMemory())
      note("resident after epoch \(epoch): \(resident.last ?? 0) KiB")
    }
    #expect(loader.bytes <= 1 << 20)
    if queried != nil { #expect(resident.allSatisfy { $0 - resident[0] < pairs * 16 * 16 * 3 / 1_024 / 10 }) }
  }
}

extension Double {
  /// With two decimals.
  fileprivate var formatted2: String {
    let hundredths = Int((self * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
