import FoundationEssentials
import Images
import Runtime
import TestSupport

@testable import Corpora

/// A small corpus of several scripts in which every rule finds something.
struct RuledPairs {
  let folder: TemporaryFolder

  /// Lines of JSON; `NAME` of a side and a side is an image of that size, each with noise of its own.
  static let lines = [
    #"{"image": "0-40x30.png", "captions": {"en": "a red cat sleeps", "zh": "一只红猫在睡觉"}}"#,
    #"{"image": "1-19x40.png", "captions": {"en": "a small dog runs"}}"#,
    #"{"image": "2-20x61.png", "captions": {"th": "แมวแดง"}}"#,
    #"{"image": "3-20x60.png", "captions": {"th": "แมวแดง"}}"#,
    // One image under two names with three captions.
    #"{"image": "4-30x30.png", "captions": {"en": ["one two three", "two three four"]}}"#,
    #"{"image": "copy-of-4.png", "captions": {"en": ["three four five"]}}"#,
    #"{"image": "6-30x31.png", "captions": {"en": "click to enlarge image", "zh": "点击放大图片"}}"#,
    #"{"image": "7-30x32.png", "captions": {"en": "click to enlarge image"}}"#,
    #"{"image": "8-30x33.png", "captions": {"en": "click to enlarge image"}}"#,
    // One caption twice.
    #"{"image": "9-30x34.png", "captions": {"en": ["a blue bird sings", "a blue bird sings"]}}"#,
    #"{"image": "10-30x35.png", "captions": {"en": "hi", "ja": "ネコ"}}"#,
    #"{"image": "11-30x36.png", "captions": {"zh": "iPhone 手机壳"}}"#,
    #"{"image": "12-30x37.png", "captions": {"en": "❤️🔥"}}"#,
    #"{"image": "13-30x38.png", "captions": {"en": {"keyword": "cat", "label": "cat"}}}"#,
    #"{"image": "gone.png", "captions": {"en": "a caption without image"}}"#,
  ]

  /// Rules by which each of them is dropped.
  static let rules: CorpusRules = {
    var rules = CorpusRules()
    rules.minSide = 20
    rules.maxAspect = 3
    rules.maxCaptionsPerImage = 2
    rules.maxImagesPerCaption = 2
    rules.words = .between(least: 2, most: 6)
    rules.characters = .between(least: 3, most: 8)
    return rules
  }()

  init(_ lines: [String] = Self.lines) throws {
    folder = try TemporaryFolder()
    try folder.write("captions.jsonl", lines.joined(separator: "\n"))
    for (number, line) in lines.enumerated() {
      guard let name = line.split(separator: "\"").first(where: { $0.hasSuffix(".png") }), name.contains("x") else {
        continue
      }
      let sides = name.dropLast(4).split(separator: "-")[1].split(separator: "x").compactMap { Int($0) }
      try folder.write(
        String(name), bytes: PNG.encode(Self.noise(seed: UInt64(number), width: sides[0], height: sides[1])))
    }
    if lines == Self.lines {
      try folder.write("copy-of-4.png", bytes: SourceFile.bytes(folder.file("4-30x30.png")))
    }
  }

  /// Blurred noise: as uneven as a photo.
  static func noise(seed: UInt64, width: Int, height: Int) throws -> PixelImage {
    var generator = SeededGenerator(seed: seed)
    let small = try PixelImage(
      width: 8, height: 8, channels: .rgb, pixels: (0..<192).map { _ in UInt8(generator.next() & 255) })
    return try small.resized(width: width, height: height, filter: .bicubic)
  }

  var source: CorpusSource { CorpusSource(path: folder.file("captions.jsonl")) }

  func store() throws -> any RecordStore {
    try source.open(unreadableLimit: 1, pool: ThreadPool(threads: 2)).store
  }

  func filtered(_ rules: CorpusRules = Self.rules, threads: Int = 2) throws -> CorpusFilter.Outcome {
    let outcome = try CorpusFilter(rules, pool: ThreadPool(threads: threads)).apply(to: [store()])
    guard let outcome else { throw CorpusError("stopped, and nobody asked for it") }
    return outcome
  }
}
