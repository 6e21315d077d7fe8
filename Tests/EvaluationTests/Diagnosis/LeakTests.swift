import Images
import Runtime
import Testing

@testable import Evaluation
@testable import Reports

@Suite("Leaks")
struct LeakTests {
  /// Blurred noise: as uneven as a photo.
  private static func image(_ seed: UInt64, side: Int = 96) throws -> PixelImage {
    var generator = SeededGenerator(seed: seed)
    let small = try PixelImage(
      width: 8, height: 8, channels: .rgb, pixels: (0..<192).map { _ in UInt8(generator.next() & 255) })
    return try small.resized(width: side, height: side, filter: .bicubic)
  }

  private static func finderImage(_ name: String, _ image: PixelImage, file: UInt64) throws -> LeakFinder.Image {
    LeakFinder.Image(
      id: "id \(name)", name: name, content: .init(fileHash: file, hash: try PerceptualHash(image)))
  }

  @Test("What is in both is found once, by file, by look and by name")
  func finder() throws {
    let (a, b, c) = (try Self.image(1), try Self.image(2), try Self.image(3))
    let training = [try Self.finderImage("a.jpg", a, file: 1), try Self.finderImage("b.jpg", b, file: 2)]
    let finder = LeakFinder(training: training, captions: [("zh", "红色的猫。"), ("zh", "红色的 猫"), ("en", "A cat")])
    let test = [
      try Self.finderImage("x.jpg", c, file: 1),
      try Self.finderImage("b.jpg", b.resized(width: 48, height: 48, filter: .area), file: 9),
      try Self.finderImage("new.jpg", c, file: 8),
    ]
    let leaks = finder.leaks(
      of: test, captions: [("zh", "红色的猫"), ("zh", "红色的猫!"), ("en", "a  CAT."), ("en", "A dog"), ("fr", "a cat")])
    #expect(
      leaks.images.map(\.test) == ["id x.jpg", "id b.jpg"]
        && leaks.images.map(\.training) == ["id a.jpg", "id b.jpg"])
    #expect(leaks.images[0].distance == nil && (leaks.images[1].distance ?? 99) <= 6)
    #expect(
      leaks.sameNames == ["b.jpg"] && leaks.texts.map(\.text) == ["红色的猫", "a  CAT."]
        && leaks.texts.map(\.count) == [2, 1])
    #expect(leaks.texts.map(\.testCount) == [2, 1] && leaks.captions == 3)
    // The French one has nothing to be compared with.
    #expect(leaks.comparedCaptions == 4 && leaks.strangeCaptions == ["fr": 1])
    #expect(leaks.test == .init(images: 3, comparedImages: 3, captions: 5, distinctCaptions: 3))
    #expect(leaks.training == .init(images: 2, comparedImages: 2, captions: 3, distinctCaptions: 2))
    let report = MeasureReport.leaks(leaks, test: "t", training: "r", distance: 6)
    #expect(report.text().contains("Captions that are in both: 3 (75.0 % of 4 compared)"))
    #expect(report.text().contains("Distinct captions that are in both: 2 (66.7 % of 3)"))
    #expect(
      report.notes.contains { $0.hasPrefix("1 captions of the test are in 'fr', in which the training has none") })
  }

  @Test("Nothing compared is not nothing found")
  func absent() throws {
    func absent(_ name: String) -> LeakFinder.Image { LeakFinder.Image(id: name, name: name, content: nil) }
    let seen = try Self.finderImage("a.jpg", Self.image(1), file: 1)
    let finder = LeakFinder(training: [absent("a.jpg"), absent("b.jpg")], captions: [("zh", "猫")])
    let leaks = finder.leaks(of: [seen, absent("x.jpg")], captions: [("zh", "猫"), ("zh", "猫")])
    #expect(!leaks.comparesImages && leaks.comparesCaptions && leaks.sameNames == ["a.jpg"])
    let report = MeasureReport.leaks(leaks, test: "t", training: "r", distance: 6)
    let text = report.text()
    #expect(text.contains("Images that are in both: not compared\nNames that are in both: 1"), "\(text)")
    #expect(
      text.contains("Captions that are in both: 2 (100.0 % of 2)\nDistinct captions that are in both: 1 (100.0 % of 1)")
    )
    #expect(
      text.contains("2 of 2 images of the training are not there") && text.contains("1 of 2 images of the test"))
    #expect(report.json["images_in_both"] == .null && report.json["captions_in_both"] == 2)
    let others = LeakFinder(training: [seen], captions: []).leaks(of: [seen], captions: [("zh", "猫")])
    let none = MeasureReport.leaks(others, test: "t", training: "r", distance: 6)
    #expect(none.text().contains("Captions that are in both: not compared") && none.json["captions_in_both"] == .null)
    #expect(none.text().contains("Images that are in both: 1 (100.0 % of 1)"))
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
