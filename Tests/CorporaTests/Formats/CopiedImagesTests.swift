import FoundationEssentials
import TestSupport
import Runtime
import Testing

@testable import Corpora

@Suite("Images that are trained and held out under different names")
struct CopiedImagesTests {
  /// How a folder of held-out images becomes what is trained.
  enum Way: String, CaseIterable, CustomTestStringConvertible {
    case linkedFolder, hardLinks, copies, shards, letters, sameSizes, emptyFiles
    var testDescription: String { rawValue }
  }

  /// Bytes that no two numbers have in common, of as many lengths as there are numbers; nothing here decodes them.
  private static func image(_ number: Int, length: Int? = nil) -> [UInt8] {
    (0..<(length ?? 50 + number)).map { UInt8(truncatingIfNeeded: ($0 + 1) * (2 * number + 1) ^ $0 >> 3) }
  }

  private static func write(_ bytes: [UInt8], _ name: String, in folder: TemporaryFolder) throws {
    try folder.write("\(name).png", bytes: bytes)
    try folder.write("\(name).txt", "caption")
  }

  private static func source(_ path: String) -> CorpusSource {
    var source = CorpusSource(path: path)
    source.language = "en"
    return source
  }

  /// Makes the training out of `count` held-out images in the folder `exam`.
  private static func training(_ way: Way, count: Int, in folder: TemporaryFolder) throws -> CorpusSource {
    let manager = FileManager.default
    switch way {
    case .linkedFolder:
      try manager.createSymbolicLink(atPath: folder.file("other"), withDestinationPath: folder.file("exam"))
    case .hardLinks, .copies:
      for number in 0..<count {
        try write([0], "other/new\(number)", in: folder)
        let (old, new) = (folder.file("exam/\(number).png"), folder.file("other/new\(number).png"))
        try manager.removeItem(atPath: new)
        if way == .copies {
          try manager.copyItem(atPath: old, toPath: new)
        } else {
          try manager.linkItem(atPath: old, toPath: new)
        }
      }
    case .shards:
      try TarWriter.write(to: folder.file("shard.tar")) { archive in
        for number in 0..<count {
          try archive.add("k\(number).png", Self.image(number))
          try archive.add("k\(number).txt", Array("caption".utf8))
        }
      }
      return source("shard.tar")
    case .letters:
      let lines = (0..<count).map { "\($0)\t\(Data(Self.image($0)).base64EncodedString())\n" }
      try folder.write("train_imgs.tsv", lines.joined())
      try folder.write(
        "train_texts.jsonl",
        (0..<count).map { "{\"text_id\": \($0), \"text\": \"x\", \"image_ids\": [\($0)]}\n" }.joined())
      return source("train_texts.jsonl")
    case .sameSizes:
      for number in 0..<count { try write(image(number + 100, length: 50 + number), "other/\(number)", in: folder) }
    case .emptyFiles:
      for number in 0..<count { try write([], "other/\(number)", in: folder) }
    }
    return source("other")
  }

  private static func told(_ way: Way, count: Int, in folder: TemporaryFolder) throws -> [String] {
    for number in 0..<count {
      try write(way == .emptyFiles ? [] : image(number), "exam/\(number)", in: folder)
    }
    var told: [String] = []
    _ = try PairCorpus(
      folder: folder.path, training: [training(way, count: count, in: folder)],
      heldOut: [.init(name: "exam", source: source("exam"))]
    ).open(pool: ThreadPool(threads: 1), findsCopies: true) { told.append($0) }
    return told.filter { $0.contains("trained too") }
  }

  @Test(
    "Links, copies, shards and letters of the same images are found; others of their sizes and empty ones are not",
    arguments: Way.allCases)
  func ways(way: Way) throws {
    let folder = try TemporaryFolder()
    let told = try Self.told(way, count: 6, in: folder)
    let found: String? =
      switch way {
      case .linkedFolder, .hardLinks: "6 are the same files"
      case .copies, .shards, .letters: "6 begin with the same bytes and are as large"
      case .sameSizes, .emptyFiles: nil
      }
    guard let found else { return #expect(told.isEmpty, "\(told)") }
    #expect(told.count == 1)
    let sentence = told.first ?? ""
    #expect(
      sentence.hasPrefix("6 of the 6 images held out as “exam” are trained too under other names"), "\(sentence)")
    #expect(sentence.contains("(6 of them were compared with 6 of 6 records of the training: \(found))"), "\(sentence)")
    #expect(sentence.contains(", the first at \(folder.path)/exam/"), "\(sentence)")
  }

  @Test("Images of one path are told of once, by their path")
  func samePath() throws {
    let folder = try TemporaryFolder()
    for number in 0..<3 { try Self.write(Self.image(number), "exam/\(number)", in: folder) }
    var told: [String] = []
    let corpus = PairCorpus(
      folder: folder.path, training: [Self.source("exam")], heldOut: [.init(name: "exam", source: Self.source("exam"))])
    _ = try corpus.open(pool: ThreadPool(threads: 1), findsCopies: true) { told.append($0) }
    #expect(told.count { $0.contains("trained too") } == 1 && !told.joined().contains("other names"), "\(told)")
  }

  @Test("Of large sources a few are compared, and the share is estimated from them")
  func estimate() throws {
    let folder = try TemporaryFolder()
    // Every second image held out is trained as well.
    for number in 0..<200 { try Self.write(Self.image(number), "exam/\(number)", in: folder) }
    for number in 0..<100 { try Self.write(Self.image(2 * number), "other/n\(number)", in: folder) }
    for number in 0..<300 { try Self.write(Self.image(1_000 + number), "other/o\(number)", in: folder) }
    let pool = try ThreadPool(threads: 1)
    func store(_ path: String) throws -> any RecordStore {
      try PairCorpus(folder: folder.path, training: [Self.source(path)], heldOut: []).open(pool: pool).parts[0].store
    }
    var copied = CopiedImages()
    (copied.heldOutLimit, copied.trainedLimit) = (120, 250)
    copied.hold(try store("exam"), as: "exam", images: 200, known: [])
    copied.look(in: [try store("other")])
    let sentence = try #require(copied.sentences.first)
    #expect(sentence.contains("(120 of them were compared with 250 of 400 records of the training: "), "\(sentence)")
    let percent = sentence.dropFirst("about ".count).prefix { $0 != " " }
    #expect(sentence.hasPrefix("about ") && abs((Double(percent) ?? 0) - 50) < 20, "\(sentence)")
  }
}
