import Console
import FoundationEssentials
import Runtime
import TextRendering

/// Captions with their languages, as `bench/captions` holds them.
struct CaptionList {
  let path: String
  let captions: [(language: String, text: [UInt8])]

  /// Reads lines of `language<TAB>text`. Throws where the file cannot be read or a line has no tab.
  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandError("\(path): the list of captions cannot be read; run from the project's folder or name another")
    }
    self.path = path
    captions = try data.split(separator: 0x0A).enumerated().map { number, line in
      guard let tab = line.firstIndex(of: 0x09) else {
        throw CommandError("\(path), line \(number + 1): a line must be a language, a tab and a caption")
      }
      let language = String(decoding: line[..<tab], as: UTF8.self).prefix { $0 != "+" }
      return (String(language), Array(line[line.index(after: tab)...]))
    }
    guard !captions.isEmpty else { throw CommandError("\(path): the list of captions is empty") }
  }
}

/// Captions a second of the renderer in its states, on one thread, pages of 224 x 224 pixels.
struct RenderBenchmark {
  private static let passes = 5
  let list: CaptionList
  /// The first pass of a new process, with finding and opening the fonts.
  let first: Double
  let warm: Double
  /// Word cache emptied before every pass, glyph bitmaps kept.
  let withoutWords: Double
  /// Two renderers on two threads.
  let twoThreads: Double
  let byLanguage: [(language: String, rate: Double)]
  /// Bytes of glyph bitmaps, and of shaped words.
  let memory: (glyphs: Int, words: Int)

  /// `start` is when the process began to work for this list.
  init(_ list: CaptionList, start: Double) throws {
    self.list = list
    let fonts = try FontStack.load(from: nil)
    let renderer = try TextRenderer(fonts: fonts)
    var page = Page()
    try Self.draw(list.captions, renderer, &page)
    first = Double(list.captions.count) / (MonotonicClock.seconds() - start)
    warm = try Self.rate(list.captions, renderer, &page)
    withoutWords = try Self.rate(list.captions, renderer, &page) { renderer.forgetWords() }
    twoThreads = try Self.rateOnTwoThreads(list, fonts)
    byLanguage = try Dictionary(grouping: list.captions, by: \.language).sorted { $0.key < $1.key }.map {
      let rate = try Self.rate(Array(repeatElement($0.value, count: 10).joined()), renderer, &page)
      return ($0.key, rate)
    }
    memory = (renderer.glyphBytes, renderer.wordBytes)
  }

  static func draw(
    _ captions: [(language: String, text: [UInt8])], _ renderer: TextRenderer, _ page: inout Page
  ) throws {
    for caption in captions {
      try caption.text.withUnsafeBufferPointer {
        try renderer.draw(utf8: $0, language: caption.language, into: &page)
      }
    }
  }

  /// Median captions a second of several passes, after one that does not count.
  private static func rate(
    _ captions: [(language: String, text: [UInt8])], _ renderer: TextRenderer, _ page: inout Page,
    before: () -> Void = {}
  ) throws -> Double {
    try draw(captions, renderer, &page)
    let times = try (0..<passes).map { _ in
      let start = MonotonicClock.seconds()
      before()
      try draw(captions, renderer, &page)
      return MonotonicClock.seconds() - start
    }
    return Double(captions.count) / times.sorted()[passes / 2]
  }

  private static func rateOnTwoThreads(_ list: CaptionList, _ fonts: FontStack) throws -> Double {
    let pool = try RenderPool(threads: 2, fonts: fonts, list: list)
    try pool.draw()
    let times = try (0..<passes).map { _ in
      let start = MonotonicClock.seconds()
      try pool.draw()
      return MonotonicClock.seconds() - start
    }
    return Double(2 * list.captions.count) / times.sorted()[passes / 2]
  }
}
