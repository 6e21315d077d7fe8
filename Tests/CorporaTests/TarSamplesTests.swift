import Testing

@testable import Corpora

@Suite("Samples of WebDataset shards")
struct TarSamplesTests {
  @Test(
    "The key ends at the first dot behind the last slash",
    arguments: [
      ("a.jpg", "a", "jpg"), ("a/b.c.jpg", "a/b", "c.jpg"), ("a.b/c.JPG", "a.b/c", "jpg"), ("a.", "a", ""),
      ("./000.txt", "./000", "txt"), ("x/y z.Seg.PNG", "x/y z", "seg.png"), ("图/猫.jpg", "图/猫", "jpg"),
      ("a..b", "a", ".b"),
    ])
  func keys(name: String, key: String, fileExtension: String) throws {
    let sample = try #require(SampleKey(name))
    #expect(sample.key == key && sample.fileExtension == fileExtension)
  }

  @Test(
    "Names without a key belong to no sample", arguments: ["", "a", "a.b/c", ".hidden", "a/.b.c", "a/", ".", "a.b/"])
  func none(name: String) { #expect(SampleKey(name) == nil) }

  static func samples(_ names: [String], damage: Int? = nil) -> (
    samples: [TarSample], reader: TarSamples, error: String?
  ) {
    var tar = HandmadeTar()
    for name in names { tar.add(name, name.hasSuffix("/") ? [] : [1], type: name.hasSuffix("/") ? "5" : "0") }
    tar.close()
    if let damage { tar.bytes[damage] ^= 1 }
    var reader = TarSamples(OpenFile(tar.bytes, name: "a.tar"))
    var samples: [TarSample] = []
    do {
      while let sample = try reader.next() { samples.append(sample) }
    } catch { return (samples, reader, "\(error)") }
    return (samples, reader, nil)
  }

  @Test("Members that follow each other with one key are a sample")
  func grouping() {
    let (samples, reader, _) = Self.samples(["a.jpg", "a.txt", "d/a.txt", "b.JPG", "b.seg.png", "a.json"])
    #expect(samples.map(\.key) == ["a", "d/a", "b", "a"])
    #expect(samples.map { $0.parts.map(\.fileExtension) } == [["jpg", "txt"], ["txt"], ["jpg", "seg.png"], ["json"]])
    #expect(samples.first?["txt"]?.name == "a.txt" && samples.first?["json"] == nil)
    #expect(reader.skipped.isEmpty && reader.isWhole)
  }

  @Test("Files without a key and extensions that come twice are skipped and counted; folders are stepped over")
  func leftOver() {
    let (samples, reader, _) = Self.samples(["a/", "a/1.jpg", "readme", "a/1.JPG", "a/1.txt"])
    #expect(samples.map { $0.parts.map(\.member.name) } == [["a/1.jpg", "a/1.txt"]])
    #expect(
      reader.skipped.first.map(\.description) == [
        "a.tar(readme): the name has no extension, by which a sample's parts are told apart; the member was skipped",
        "a.tar(a/1.JPG): the sample has a file of this extension already; this one was skipped",
      ])
    // A file beside the samples is no record.
    #expect(reader.skipped.total == 1)
  }

  @Test("A sample of endless parts is bounded")
  func bounded() {
    let (samples, reader, _) = Self.samples((0..<150).map { "a.\($0)" })
    #expect(
      samples.map(\.parts.count) == [TarSamples.partLimit] && reader.skipped.entryCount == 50
        && reader.skipped.count == 0)
  }

  @Test("A sample whose part has a damaged header is marked, and the damage weighs with it")
  func damage() {
    let names = ["a.jpg", "a.txt", "b.jpg", "b.txt", "c.jpg", "c.txt"]
    let (samples, reader, error) = Self.samples(names, damage: 3 * 1_024)
    #expect(samples.map(\.key) == ["a", "b", "c"] && error == nil)
    #expect(samples.map(\.parts.count) == [2, 1, 2] && samples.map(\.isBesideDamage) == [false, true, true])
    #expect(reader.skipped.entryCount == 1 && reader.skipped.total == 0 && reader.isWhole)
  }
}
