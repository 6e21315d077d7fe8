import Foundation
import TestSupport
import Testing

/// A small world with a run, two images with captions, and two classes.
struct MeasuredWorld {
  let world: SmallWorld

  /// An image of 7 × 5 pixels and one of a single color.
  static let images = [
    "iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFCAIAAAAG+GGPAAAAGElEQVR42mNkYKhQYWBAQywMRgyYgHJRALL4AirD4/OIAAAAAElFTkSuQmCC",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  ]

  init() throws {
    world = try SmallWorld()
    let trained = try BuiltCommand.train.run(world.training("runs/small"), home: world.home)
    #expect(trained.code == 0, "\(trained.errors)")
    let lines = try (0..<2).map { number in
      try image("photos/\(number).png", number)
      return
        #"{"image": "\#(number).png", "id": "\#(70 + number)", "split": "dev", "captions": {"zh": ["图\#(number)", "片"], "en": "image \#(number)"}}"#
    }
    try world.write("photos/captions.jsonl", lines.joined(separator: "\n"))
    for (number, place) in ["train/cat/a.png", "train/dog/b.png", "test/cat/c.png", "test/dog/d.png"].enumerated() {
      try image("classes/\(place)", number % 2)
    }
  }

  func image(_ name: String, _ number: Int) throws {
    try world.write(name, "")
    try #require(Data(base64Encoded: Self.images[number])).write(to: URL(filePath: world.folder.file(name)))
  }

  func eval(_ words: [String]) throws -> CommandResult {
    try BuiltCommand.eval.run(words + ["--threads", "1"], home: world.home)
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: world.folder.file(name), encoding: .utf8)
  }
}
