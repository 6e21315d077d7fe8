import Images
import Runtime
import Testing

@testable import Evaluation
@testable import Reports

@Suite("Leaks")
struct LeakTests {
  /// Blurred noise: as uneven as a photo.
  private static func picture(_ seed: UInt64, side: Int = 96) throws -> PixelImage {
    var generator = SeededGenerator(seed: seed)
    let small = try PixelImage(
      width: 8, height: 8, channels: .rgb, pixels: (0..<192).map { _ in UInt8(generator.next() & 255) })
    return try small.resized(width: side, height: side, filter: .bicubic)
  }

  private static func finderPicture(_ name: String, _ image: PixelImage, file: UInt64) throws -> LeakFinder.Picture {
    LeakFinder.Picture(
      id: "id \(name)", name: name, content: .init(fileHash: file, hash: try PerceptualHash(image)))
  }

  @Test("A picture resized, compressed or made brighter keeps its hash nearly; strangers differ in half of the bits")
  func hashes() throws {
    var strangers: [Int] = []
    for seed in UInt64(0)..<20 {
      let picture = try Self.picture(seed)
      let hash = try PerceptualHash(picture)
      let small = try PerceptualHash(picture.resized(width: 60, height: 50, filter: .bilinear))
      var brighter = picture
      brighter.pixels = picture.pixels.map { UInt8(clamping: Int($0) * 9 / 10 + 20) }
      #expect(hash.distance(to: small) <= 6, "seed \(seed)")
      #expect(hash.distance(to: try PerceptualHash(brighter)) <= 4, "seed \(seed)")
      strangers.append(hash.distance(to: try PerceptualHash(Self.picture(seed + 100))))
    }
    #expect((strangers.min() ?? 0) > 12 && (24...40).contains(strangers.reduce(0, +) / strangers.count))
  }

  @Test("Near hashes are those that comparing all with all finds", arguments: [0, 3, 6, 15])
  func neighbours(distance: Int) {
    var generator = SeededGenerator(seed: 3)
    var hashes = (0..<300).map { _ in PerceptualHash(bits: generator.next()) }
    for number in 0..<100 {
      var bits = hashes[number].bits
      for _ in 0..<number % 20 { bits ^= 1 << (generator.next() % 64) }
      hashes.append(PerceptualHash(bits: bits))
    }
    let finder = HashNeighbours(hashes, distance: distance)
    var pairs = 0
    for hash in hashes {
      let near = finder.near(hash)
      let expected = hashes.indices.filter { hashes[$0].distance(to: hash) <= distance }
      #expect(near.map(\.number).sorted() == expected)
      #expect(near.first?.distance == 0)
      pairs += near.count
    }
    #expect(pairs > hashes.count, "no two are near, so that nothing was tried")
  }

  @Test("What is in both is found once, by file, by look and by name")
  func finder() throws {
    let (a, b, c) = (try Self.picture(1), try Self.picture(2), try Self.picture(3))
    let training = [try Self.finderPicture("a.jpg", a, file: 1), try Self.finderPicture("b.jpg", b, file: 2)]
    let finder = LeakFinder(training: training, captions: [("zh", "红色的猫。"), ("zh", "红色的 猫"), ("en", "A cat")])
    let test = [
      try Self.finderPicture("x.jpg", c, file: 1),
      try Self.finderPicture("b.jpg", b.resized(width: 48, height: 48, filter: .area), file: 9),
      try Self.finderPicture("new.jpg", c, file: 8),
    ]
    let leaks = finder.leaks(
      of: test, captions: [("zh", "红色的猫"), ("zh", "红色的猫!"), ("en", "a  CAT."), ("en", "A dog"), ("fr", "a cat")])
    #expect(
      leaks.pictures.map(\.test) == ["id x.jpg", "id b.jpg"]
        && leaks.pictures.map(\.training) == ["id a.jpg", "id b.jpg"])
    #expect(leaks.pictures[0].distance == nil && (leaks.pictures[1].distance ?? 99) <= 6)
    #expect(
      leaks.sameNames == ["b.jpg"] && leaks.texts.map(\.text) == ["红色的猫", "a  CAT."]
        && leaks.texts.map(\.count) == [2, 1])
    #expect(leaks.texts.map(\.testCount) == [2, 1] && leaks.captions == 3)
    // The French one has nothing to be compared with.
    #expect(leaks.comparedCaptions == 4 && leaks.strangeCaptions == ["fr": 1])
    #expect(leaks.test == .init(pictures: 3, comparedPictures: 3, captions: 5, distinctCaptions: 3))
    #expect(leaks.training == .init(pictures: 2, comparedPictures: 2, captions: 3, distinctCaptions: 2))
    let report = MeasureReport.leaks(leaks, test: "t", training: "r", distance: 6)
    #expect(report.text().contains("Captions that are in both: 3 (75.0 % of 4 compared)"))
    #expect(report.text().contains("Distinct captions that are in both: 2 (66.7 % of 3)"))
    #expect(
      report.notes.contains { $0.hasPrefix("1 captions of the test are in 'fr', in which the training has none") })
  }

  @Test("Nothing compared is not nothing found")
  func absent() throws {
    func absent(_ name: String) -> LeakFinder.Picture { LeakFinder.Picture(id: name, name: name, content: nil) }
    let seen = try Self.finderPicture("a.jpg", Self.picture(1), file: 1)
    let finder = LeakFinder(training: [absent("a.jpg"), absent("b.jpg")], captions: [("zh", "猫")])
    let leaks = finder.leaks(of: [seen, absent("x.jpg")], captions: [("zh", "猫"), ("zh", "猫")])
    #expect(!leaks.comparesPictures && leaks.comparesCaptions && leaks.sameNames == ["a.jpg"])
    let report = MeasureReport.leaks(leaks, test: "t", training: "r", distance: 6)
    let text = report.text()
    #expect(text.contains("Pictures that are in both: not compared\nNames that are in both: 1"), "\(text)")
    #expect(
      text.contains("Captions that are in both: 2 (100.0 % of 2)\nDistinct captions that are in both: 1 (100.0 % of 1)")
    )
    #expect(
      text.contains("2 of 2 pictures of the training are not there") && text.contains("1 of 2 pictures of the test"))
    #expect(report.json["pictures_in_both"] == .null && report.json["captions_in_both"] == 2)
    let others = LeakFinder(training: [seen], captions: []).leaks(of: [seen], captions: [("zh", "猫")])
    let none = MeasureReport.leaks(others, test: "t", training: "r", distance: 6)
    #expect(none.text().contains("Captions that are in both: not compared") && none.json["captions_in_both"] == .null)
    #expect(none.text().contains("Pictures that are in both: 1 (100.0 % of 1)"))
  }

  @Test(
    "Captions are the same whatever their case, width and marks",
    arguments: [
      ("A cat, on a mat.", "a CAT on a mat", true), ("ＡＢＣ１２", "abc12", true), ("猫。", "猫", true), ("猫", "狗", false),
      ("é", "e\u{301}", true), ("e", "é", false), ("हिन्दी", "हिनदी", false), ("!!!", "!!!", true), ("!", "?", false),
      ("", " ", false),
    ])
  func identity(left: String, right: String, isSame: Bool) {
    #expect((CaptionIdentity.of(left) == CaptionIdentity.of(right)) == isSame)
  }
}
