import FoundationEssentials
import TestSupport
import Testing

@testable import Corpora

/// Three images with captions, written as each format has it. The images are a JPEG, a WebP that is called PNG, and a
/// PNG that is called JPEG.
struct SmallPairs: CustomTestStringConvertible {
  let testDescription: String
  /// Writes the files and says how they are read.
  let write: @Sendable (TemporaryFolder) throws -> CorpusSource

  static let images = ["scene.jpg", "lossless.webp", "scene.png"]
  static let names = ["a.jpg", "b.png", "c.jpg"]
  static let english = ["a red cat", "two dogs", "a \"quoted\" fox"]
  static let chinese = ["一只红猫", "两只狗", "一只狐狸"]

  static func bytes(_ name: String) throws -> [UInt8] { try SourceFile.bytes(Fixture.path("images/" + name)) }

  /// Puts the images into a folder, called as in `names`.
  static func writeImages(_ folder: TemporaryFolder, under parent: String = "") throws {
    for (name, image) in zip(names, images) {
      try folder.write(parent + name, bytes: try bytes(image))
    }
  }

  init(_ what: String, _ write: @escaping @Sendable (TemporaryFolder) throws -> CorpusSource) {
    testDescription = what
    self.write = write
  }

  static let all = [jsonLines, shards, commas, coco, karpathy, chineseCLIP, folder, xm3600, xtd10, multi30k]

  static let jsonLines = SmallPairs("JSON lines with roles and splits") { folder in
    try writeImages(folder, under: "images/")
    try folder.write(
      "captions.jsonl",
      """
      {"image": "images/a.jpg", "id": "first", "captions": {"en": {"raw": "a red cat", "keyword": ["cat", "red"]}, "zh": "一只红猫"}}
      {"image": "images/b.png", "split": "test", "captions": {"en": ["two dogs", "a dog and a dog"]}}
      {"image": "images/c.jpg", "split": "train", "captions": {"zh-Hant": {"translation": "一隻\\n狐狸", "synthetic": ["狐"]}}}
      """)
    return CorpusSource(path: folder.file("captions.jsonl"))
  }

  static let shards = SmallPairs("tar shards with texts") { folder in
    for shard in 0..<2 {
      try TarWriter.write(to: folder.file("\(shard).tar")) { archive in
        for index in shard == 0 ? [0, 1] : [2] {
          try archive.add("key\(index).\(["jpg", "png", "jpg"][index])", try bytes(images[index]))
          try archive.add("key\(index).txt", Array(english[index].utf8))
        }
      }
    }
    return source(folder.file("{0..1}.tar"))
  }

  static let commas = SmallPairs("a table") { folder in
    try writeImages(folder, under: "images/")
    try folder.write(
      "pairs.csv",
      "file,lang,text\na.jpg,en,a red cat\na.jpg,zh,一只红猫\nb.png,en,two dogs\nc.jpg,en,\"a \"\"quoted\"\" fox\"\n")
    var source = CorpusSource(path: folder.file("pairs.csv"))
    source.images = folder.file("images")
    return source
  }

  static let coco = SmallPairs("COCO") { folder in
    try writeImages(folder)
    try folder.write(
      "captions.json",
      """
      {"images": [{"id": 7, "file_name": "a.jpg"}, {"id": 8, "file_name": "b.png"}, {"id": 9, "file_name": "c.jpg"}],
       "annotations": [{"image_id": 8, "caption": "two dogs"}, {"image_id": 7, "caption": "a red cat"},
        {"image_id": 7, "caption": "a cat"}, {"image_id": 9, "caption": "a fox"}]}
      """)
    return source(folder.file("captions.json"))
  }

  static let karpathy = SmallPairs("Karpathy's split") { folder in
    try writeImages(folder, under: "val/")
    try folder.write(
      "dataset.json",
      """
      {"images": [{"filename": "a.jpg", "filepath": "val", "split": "test", "sentences": [{"raw": "a red cat"}, {"raw": "cat"}]},
        {"filename": "b.png", "filepath": "val", "split": "train", "sentences": [{"raw": "two dogs"}]},
        {"filename": "c.jpg", "filepath": "val", "split": "test", "sentences": [{"raw": "a fox"}]}]}
      """)
    var source = source(folder.file("dataset.json"))
    source.split = "test"
    return source
  }

  static let chineseCLIP = SmallPairs("Chinese-CLIP") { folder in
    let lines = try images.enumerated().map { "\($0 + 1)\t\(Data(try bytes($1)).base64EncodedString())\n" }
    try folder.write("train_imgs.tsv", lines.joined())
    try folder.write(
      "train_texts.jsonl",
      """
      {"text_id": 1, "text": "一只红猫", "image_ids": [1]}
      {"text_id": 2, "text": "动物", "image_ids": [1, 2, 3]}
      """)
    return CorpusSource(path: folder.file("train_texts.jsonl"))
  }

  static let folder = SmallPairs("a folder with texts") { folder in
    try writeImages(folder, under: "pairs/deep/")
    for (name, text) in zip(["a", "b", "c"], english) { try folder.write("pairs/deep/\(name).txt", text + "\n") }
    var source = source(folder.file("pairs"))
    source.role = .rewrite
    return source
  }

  static let xm3600 = SmallPairs("Crossmodal-3600") { folder in
    try folder.write("images/0001.jpg", bytes: try bytes(images[0]))
    try folder.write("images/0002.jpg", bytes: try bytes(images[2]))
    try folder.write(
      "captions.jsonl",
      """
      {"image/key": "0001", "image/locale": "en", "en": {"caption": ["a red cat", "cat"]}, "quz": {"caption": ["puka misi"]}}
      {"image/key": "0002", "image/locale": "sw", "sw": {"caption": ["mbweha"]}}
      """)
    var source = CorpusSource(path: folder.path)
    source.format = .xm3600
    return source
  }

  static let xtd10 = SmallPairs("XTD10") { folder in
    try writeImages(folder)
    try folder.write("test_image_names.txt", names.joined(separator: "\n") + "\n")
    try folder.write("test_1kcaptions_en.txt", english.joined(separator: "\n") + "\n")
    try folder.write("test_1kcaptions_jp.txt", chinese.joined(separator: "\n") + "\n")
    return CorpusSource(path: folder.path)
  }

  static let multi30k = SmallPairs("Multi30k") { folder in
    try writeImages(folder, under: "images/")
    try folder.write("task1/raw/val.en", english.joined(separator: "\n") + "\n")
    try folder.write("task1/raw/val.cs", chinese.joined(separator: "\n") + "\n")
    try folder.write("task1/image_splits/val.txt", names.joined(separator: "\n") + "\n")
    var source = CorpusSource(path: folder.file("task1/raw/val"))
    source.format = .multi30k
    source.images = folder.file("images")
    return source
  }

  private static func source(_ path: String) -> CorpusSource {
    var source = CorpusSource(path: path)
    source.language = "en"
    return source
  }
}

extension TemporaryFolder {
  /// Writes a file, making its folders.
  func write(_ name: String, bytes: [UInt8]) throws {
    let path = file(name)
    try FileManager.default.createDirectory(
      atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: path))
  }
}
