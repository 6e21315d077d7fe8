import FoundationEssentials
import Images
import TestSupport
import Testing

@testable import Corpora

@Suite("Labeled images")
struct LabeledImagesTests {
  private static func png(_ level: UInt8) throws -> [UInt8] {
    try PNG.encode(PixelImage(width: 4, height: 4, filledWith: Color(red: level, green: level, blue: level)))
  }

  private static func summary(_ images: LabeledImages, in folder: TemporaryFolder) -> [String] {
    images.items.map { item in
      let labels = item.labels.map(String.init).joined(separator: "+")
      return "\(labels) \(item.image)".replacing(folder.path, with: "~")
    }
  }

  @Test("A folder a class, in the order of names; the split's folder where there is one")
  func folders() throws {
    let folder = try TemporaryFolder()
    for name in ["test/001/b.png", "test/000/a.png", "test/000/deep/c.png", "test/002/none.txt", "train/x/y.png"] {
      try folder.write("d/" + name, bytes: try Self.png(9))
    }
    try folder.write("d/test/.hidden/z.png", bytes: try Self.png(9))
    let images = try LabeledImages.open(folder.file("d/"))
    #expect(images.classes == ["000", "001", "002"] && !images.hasSeveralLabels)
    #expect(
      Self.summary(images, in: folder) == [
        "0 ~/d/test/000/a.png", "0 ~/d/test/000/deep/c.png", "1 ~/d/test/001/b.png",
      ])
    #expect(images.imagesOfClasses == [[0, 1], [2], []])
    #expect(try LabeledImages.open(folder.file("d"), split: "train").classes == ["x"])
    // What examples are drawn from is the training's part of a folder that has both.
    #expect(try LabeledImages.open(folder.file("d"), usual: "train").classes == ["x"])
    #expect(try LabeledImages.open(folder.file("d/train")).items.count == 1)
  }

  @Test("Tar shards with .cls, names and templates beside them")
  func shards() throws {
    let folder = try TemporaryFolder()
    try folder.write("w/classnames.txt", "cat\ndog\nfox\n")
    try folder.write("w/zeroshot_classification_templates.txt", "a {c}\n")
    try FileManager.default.createDirectory(atPath: folder.file("w/test"), withIntermediateDirectories: true)
    for shard in 0..<2 {
      try TarWriter.write(to: folder.file("w/test/\(shard).tar")) { archive in
        try archive.add("s\(shard).png", try Self.png(UInt8(shard)))
        try archive.add("s\(shard).cls", Array(" \(2 - shard)\n".utf8))
        try archive.add("t.png", try Self.png(7))
        if shard == 1 { try archive.add("t.cls", Array("many".utf8)) }
      }
    }
    let images = try LabeledImages.open(folder.file("w"))
    #expect(images.classes == ["cat", "dog", "fox"] && images.templates == ["a {c}"])
    #expect(images.items.map(\.labels) == [[2], [1]])
    #expect(
      images.skipped.first.map(\.reason) == [
        "the sample has no class (.cls)", "the class (.cls) should be a number from 0 on",
      ])
    #expect(try images.items[1].image.decoded().pixels[0] == 1)
    try folder.write("w/classnames.txt", "cat\n")
    #expect(throws: CorpusError.self) { try LabeledImages.open(folder.file("w/test/{0..1}.tar")) }
  }

  @Test("The split's own file or folder may be named, and no other split of it")
  func splits() throws {
    let folder = try TemporaryFolder()
    var tar = HandmadeTar()
    for (name, bytes) in [("s.png", try Self.png(1)), ("t.png", try Self.png(2)), ("s.cls", [48]), ("t.cls", [49])] {
      tar.add(name, bytes)
    }
    tar.add("u.png", try Self.png(3))
    tar.add("u.cls", [49])
    tar.close()
    try folder.write("cb/test/0.tar", bytes: tar.bytes)
    try folder.write("cb/classnames.txt", "cat\ndog\n")
    for path in ["cb", "cb/test", "cb/test/0.tar"] {
      let images = try LabeledImages.open(folder.file(path), split: "test")
      #expect(images.items.count == 1 && images.classes == ["cat", "dog"])
      // Each half of a sample is no record by itself.
      #expect(images.skipped.count == 2 && images.skipped.first.allSatisfy { $0.reason.contains("--sort=name") })
      #expect(throws: CorpusError.self) { try LabeledImages.open(folder.file(path), split: "train") }
    }
    try folder.write("test.jsonl", "")
    #expect(throws: CorpusError("\(folder.file("test.jsonl")): the file is empty")) {
      try LabeledImages.open(folder.file("test.jsonl"))
    }
  }

  @Test("CIFAR's files: planes become images, the finer of two classes counts")
  func cifar() throws {
    let folder = try TemporaryFolder()
    func record(_ labels: [UInt8], _ level: UInt8) -> [UInt8] {
      labels + (0..<3).flatMap { [UInt8](repeating: level + $0, count: 1024) }
    }
    try folder.write("ten/test_batch.bin", bytes: record([3], 10) + record([0], 20))
    try folder.write("ten/batches.meta.txt", (0..<10).map { "n\($0)" }.joined(separator: "\n") + "\n\n")
    let ten = try LabeledImages.open(folder.file("ten"))
    #expect(ten.classes[3] == "n3" && ten.items.map(\.labels) == [[3], [0]])
    let image = try ten.items[1].image.decoded()
    #expect(image.width == 32 && Array(image.pixels.prefix(4)) == [20, 21, 22, 20])
    try folder.write("hundred/train.bin", bytes: record([1, 99], 0))
    let hundred = try LabeledImages.open(folder.file("hundred"), split: "train")
    #expect(hundred.classes.count == 100 && hundred.items[0].labels == [99])
    try folder.write("ten/test_batch.bin", bytes: record([3], 10).dropLast())
    #expect(throws: CorpusError.self) { try LabeledImages.open(folder.file("ten")) }
    try folder.write("ten/test_batch.bin", bytes: record([10], 10))
    #expect(throws: CorpusError.self) { try LabeledImages.open(folder.file("ten")) }
  }

  @Test("JSON lines: names or numbers, one class or several")
  func lines() throws {
    let folder = try TemporaryFolder()
    let names = try LabeledImages.open(
      folder.write(
        "a.jsonl",
        "{\"image\": \"a.png\", \"labels\": [\"dog\", \"cat\", \"dog\"]}\n{\"image\": \"b.png\", \"label\": \"fox\"}\n{\"image\": \"c.png\", \"labels\": []}\n"
      ))
    #expect(names.classes == ["cat", "dog", "fox"] && names.items.map(\.labels) == [[0, 1], [2], []])
    #expect(names.hasSeveralLabels)
    let numbers = try LabeledImages.open(
      folder.write(
        "b.jsonl", "{\"image\": \"a.png\", \"label\": 2}\n{\"image\": \"a.png\", \"label\": -1}\n{\"label\": 1}\n"))
    #expect(numbers.classes == ["0", "1", "2"] && numbers.skipped.count == 2)
    let mixed = try folder.write("c.jsonl", "{\"image\": \"a\", \"label\": 2}\n{\"image\": \"a\", \"label\": \"x\"}\n")
    #expect(throws: CorpusError.self) { try LabeledImages.open(mixed) }
  }

  @Test("Where nothing is labeled, a sentence says so", arguments: ["none", "empty", "files"])
  func refusals(name: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.file("empty"), withIntermediateDirectories: true)
    try folder.write("files/a.txt", "x")
    #expect(throws: CorpusError.self) { try LabeledImages.open(folder.file(name)) }
    #expect(throws: CorpusError.self) { try LabeledImages.open(folder.file("files"), split: "test") }
  }
}
