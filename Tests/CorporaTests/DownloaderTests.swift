import Images
import Runtime
import TestSupport
import Testing

@testable import Corpora

/// What img2dataset writes, in the names and words that its versions use.
@Suite struct DownloaderTests {
  /// Writes rows and the images of those that are divisible by three, as img2dataset names them, and joins them again.
  private static func join(
    samples: Int, sampleDigits: Int, shardDigits: Int = 5, rows: [Int], statistics: Bool
  ) throws -> [[String]] {
    let folder = try TemporaryFolder()
    var shard = 0
    for (table, count) in rows.enumerated() {
      var text = "url,caption\n"
      for row in 0..<count {
        text += "http://h/\(table)/\(row).jpg,\(table) \(row)\n"
        guard row % 3 == 0 else { continue }
        let place = String("0000000\(shard + row / samples)".suffix(shardDigits))
        let name = place + "000000000\(row % samples)".suffix(sampleDigits)
        try folder.write("files/\(place)/\(name).jpg", bytes: Array("\(table) \(row)".utf8))
        if statistics { try folder.write("files/\(place)_stats.json", bytes: Array(#"{"count": \#(samples)}"#.utf8)) }
      }
      shard += (count + samples - 1) / samples
      try folder.write("list\(table).csv", bytes: Array(text.utf8))
    }
    var source = CorpusSource(path: folder.file("list{0..\(rows.count - 1)}.csv"))
    source.images = folder.file("files")
    source.language = "en"
    let content = try source.open(unreadableLimit: 0, pool: ThreadPool(threads: 1))
    return try (0..<content.store.catalog.count).map { number in
      let record = try content.store.record(number)
      return [record.captions[0].text, String(decoding: try record.image.bytes(limit: 100), as: UTF8.self)]
    }
  }

  @Test(
    "Images belong to their rows, however many samples a shard has",
    arguments: [
      (100, 2, 5, false), (1_000, 3, 5, false), (10_000, 4, 5, false), (128, 3, 5, true), (100, 2, 6, false),
      (90, 2, 3, true),
    ])
  func rows(samples: Int, sampleDigits: Int, shardDigits: Int, statistics: Bool) throws {
    // The second list begins a shard of its own.
    let joined = try Self.join(
      samples: samples, sampleDigits: sampleDigits, shardDigits: shardDigits, rows: [250, 130], statistics: statistics)
    #expect(joined.count == 84 + 44 && joined.allSatisfy { $0[0] == $0[1] }, "\(joined.first { $0[0] != $0[1] } ?? [])")
  }

  @Test("Where nothing says how many samples a shard has, no image is given to a row")
  func unknown() {
    let error = #expect(throws: CorpusError.self) {
      try Self.join(samples: 128, sampleDigits: 3, rows: [900], statistics: false)
    }
    #expect(error?.description.contains("nothing says how many samples a shard has") == true)
  }

  /// An image whose left half is red, and its description.
  private static func sample(_ orientation: String?, language: String = "") throws -> (jpeg: [UInt8], json: String) {
    let jpeg = try SmallPairs.bytes("scene.jpg")
    let exif = orientation.map { #", "exif": "{\"Image Orientation\": \"\#($0)\", \"Image Make\": \"x\"}""# } ?? ""
    return (jpeg, #"{"caption": "a scene", "url": "x", "lang": "\#(language)"\#(exif)}"#)
  }

  @Test(
    "An image that was turned only by its EXIF data is upright, in shards and beside lists",
    arguments: [
      ("Horizontal (normal)", ImageOrientation.upright), ("Mirrored horizontal", .mirrored),
      ("Rotated 180", .upsideDown),
      ("Mirrored vertical", .flipped), ("Mirrored horizontal then rotated 90 CCW", .transposed),
      ("Rotated 90 CW", .turnedLeft), ("Mirrored horizontal then rotated 90 CW", .transverse),
      ("Rotated 90 CCW", .turnedRight), ("6", .turnedLeft), ("askew", .upright),
    ])
  func orientation(words: String, orientation: ImageOrientation) throws {
    let folder = try TemporaryFolder()
    let (jpeg, json) = try Self.sample(words)
    let expected = try ImageFile.decode(jpeg).image.upright(from: orientation)
    var tar = HandmadeTar()
    for (ending, content) in [("jpg", jpeg), ("json", Array(json.utf8)), ("txt", Array("a scene".utf8))] {
      tar.add("000000000.\(ending)", content)
      try folder.write("files/00000/000000000.\(ending)", bytes: content)
    }
    tar.close()
    try folder.write("a.tar", bytes: tar.bytes)
    try folder.write("list.csv", bytes: Array("url,caption\nhttp://h/a.jpg,a scene\n".utf8))
    for path in ["a.tar", "list.csv", "files"] {
      var source = CorpusSource(path: folder.file(path))
      source.language = "en"
      if path == "list.csv" { source.images = folder.file("files") }
      let record = try source.open(unreadableLimit: 0, pool: ThreadPool(threads: 1)).store.record(0)
      #expect(try record.image.decoded() == expected, "\(path)")
      // What is written on has the orientation with it, so that it is not lost again.
      #expect(try ImageFile.decode(ShardSample(record).image).image == expected, "\(path)")
    }
  }

  @Test("An image with EXIF data of its own is not turned again; PNG and WebP are turned without loss")
  func oriented() throws {
    let jpeg = try SmallPairs.bytes("scene.jpg")
    let once = try ImageFile.oriented(jpeg, as: .turnedLeft)
    #expect(try ImageFile.header(of: once).orientation == .turnedLeft && once.count == jpeg.count + 36)
    #expect(
      try ImageFile.oriented(once, as: .turnedRight) == once && ImageFile.oriented(jpeg, as: .upright) == jpeg)
    for name in ["scene.png", "lossless.webp"] {
      let bytes = try SmallPairs.bytes(name)
      let turned = try ImageFile.decode(ImageFile.oriented(bytes, as: .transverse)).image
      #expect(try turned == ImageFile.decode(bytes).image.upright(from: .transverse), "\(name)")
    }
    #expect(throws: PixelError.self) { try ImageFile.oriented([1, 2, 3], as: .turnedLeft) }
  }

  @Test("The language of a sample's JSON is its text's, under a usual name or the one that is asked for")
  func language() throws {
    let folder = try TemporaryFolder()
    var tar = HandmadeTar()
    for (key, json) in [
      ("0", #"{"caption": "一只狗", "lang": "zh", "tongue": "ja"}"#), ("1", #"{"caption": "a cat", "lang": "en"}"#),
      ("2", #"{"caption": "un", "lang": null, "tongue": "fr"}"#), ("3", #"{"caption": "x", "lang": "not a tag"}"#),
    ] {
      tar.add("\(key).jpg", [1])
      tar.add("\(key).txt", Array("the text beside".utf8))
      tar.add("\(key).json", Array(json.utf8))
    }
    tar.close()
    try folder.write("00000.tar", bytes: tar.bytes)
    let cache = ShardIndexCache(folder: folder.file("cache"))
    for (member, languages) in [
      (nil, ["zh", "en", "de", "de"]), ("tongue", ["ja", "de", "fr", "de"]), ("lang", ["zh", "en", "de", "de"]),
    ] as [(String?, [String])] {
      var source = CorpusSource(path: folder.file("00000.tar"))
      source.language = "de"
      source.table.languageColumn = member
      let content = try WebDatasetFormat(source: source, cache: cache).read(source.path, pool: ThreadPool(threads: 1))
      let found = try (0..<content.store.catalog.count).map { try content.store.record($0).captions[0].language }
      #expect(found == languages, "\(member ?? "usual names")")
      #expect((0..<found.count).map { content.store.catalog.languages($0) } == languages.map { [$0] })
    }
  }
}
