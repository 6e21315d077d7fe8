import FoundationEssentials
import Images
import Runtime
import TestSupport
import Testing

@testable import Corpora

@Suite("Copies of what is held out")
struct HeldOutImagesTests {
  private static func rules(_ distance: Int = PerceptualHash.usualDistance) -> CorpusRules {
    var rules = CorpusRules()
    rules.heldOutDistance = distance
    return rules
  }

  private static func store(_ names: [String], in folder: TemporaryFolder) throws -> any RecordStore {
    try ListedRecords(
      names.map { name in
        CaptionedImage(
          id: name, image: .file(folder.file(name)), split: .train,
          captions: [Caption(text: "one two three", language: "en", role: .raw)],
          origin: Origin(file: name, place: .whole))
      })
  }

  private static func write(_ image: PixelImage, _ name: String, in folder: TemporaryFolder) throws {
    try folder.write(name, bytes: PNG.encode(image))
  }

  @Test("The same file, a smaller and a brighter copy are dropped; another image and a plain one are not")
  func copies() throws {
    let folder = try TemporaryFolder()
    let image = try RuledPairs.noise(seed: 1, width: 200, height: 150)
    var brighter = image
    brighter.pixels = image.pixels.map { UInt8(clamping: Int($0) * 9 / 10 + 20) }
    try Self.write(image, "held.png", in: folder)
    try Self.write(PixelImage(width: 90, height: 90, filledWith: .white), "white.png", in: folder)
    try folder.write("same.png", bytes: SourceFile.bytes(folder.file("held.png")))
    try Self.write(image.resized(width: 70, height: 60, filter: .bilinear), "small.png", in: folder)
    try Self.write(brighter, "bright.png", in: folder)
    try Self.write(RuledPairs.noise(seed: 2, width: 200, height: 150), "other.png", in: folder)
    try Self.write(PixelImage(width: 91, height: 91, filledWith: .white), "plain.png", in: folder)
    try folder.write("text.png", "no image")
    let names = ["same.png", "small.png", "bright.png", "other.png", "plain.png", "text.png"]
    let filter = try CorpusFilter(
      Self.rules(), heldOut: [Self.store(["held.png", "white.png", "gone.png"], in: folder)],
      pool: ThreadPool(threads: 2))
    let outcome = try #require(try filter.apply(to: [Self.store(names, in: folder)]))
    let kept = outcome.stores[0]
    #expect(try (0..<kept.catalog.count).map { try kept.record($0).id } == ["other.png", "plain.png", "text.png"])
    #expect(outcome.counts.part(droppedBy: .heldOut).all == .init(captions: 3, images: 3))
    #expect(outcome.counts.unreadImages == 1)
    let reasons = outcome.skipped.first.map(\.reason)
    #expect(reasons[0] == "heldOut: the image is the same file as held.png, which is held out")
    #expect(reasons[1].hasSuffix(" bits of its hash from held.png, which is held out"))
  }

  @Test("Where no held-out image can be read, nothing could be found, and that is said")
  func unread() throws {
    let folder = try TemporaryFolder()
    let filter = try CorpusFilter(
      Self.rules(), heldOut: [Self.store(["gone.png"], in: folder)], pool: ThreadPool(threads: 1))
    let error = try #require(throws: CorpusError.self) { try filter.apply(to: [Self.store(["x.png"], in: folder)]) }
    #expect(error.description.contains("no held-out image can be read"))
  }

  @Test(
    "Photos that are resized are found, and no other photo is",
    .enabled(if: SharedData.path("data/photos/images") != nil, "needs the photos of shared/data"))
  func photos() throws {
    let path = try #require(SharedData.path("data/photos/images"))
    let names = try SourceFile.names(in: path)
    let folder = try TemporaryFolder()
    let held = Array(names.prefix(120))
    for (number, name) in held.enumerated() {
      let image = try ImageFile.read("\(path)/\(name)").image
      let copy = try image.resized(width: 90 + number % 3 * 60, height: 100, filter: .bilinear)
      try Self.write(copy, name, in: folder)
    }
    func photo(_ name: String, _ image: String) -> CaptionedImage {
      CaptionedImage(
        id: name, image: .file(image), split: .train, captions: [Caption(text: "x", language: "en", role: .raw)],
        origin: Origin(file: name, place: .whole))
    }
    let filter = try CorpusFilter(
      Self.rules(), heldOut: [ListedRecords(held.map { photo($0, "\(path)/\($0)") })], pool: ThreadPool(threads: 2))
    let copies = try #require(try filter.apply(to: [ListedRecords(held.map { photo($0, folder.file($0)) })]))
    #expect(copies.counts.part(droppedBy: .heldOut).all.images == 120)
    let others = names[120..<620].map { photo($0, "\(path)/\($0)") }
    let kept = try #require(try filter.apply(to: [ListedRecords(others)]))
    #expect(kept.counts.kept.all.images == 500, "\(kept.skipped.first)")
  }
}
