import Foundation
import TestSupport
import Testing

/// Training where most images are missing, as after a download of which a part failed.
@Suite struct MissingImagesTests {
  private static let image = Data(
    base64Encoded:
      "iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFCAIAAAAG+GGPAAAAGElEQVR42mNkYKhQYWBAQywMRgyYgHJRALL4AirD4/OIAAAAAElF"
      + "TkSuQmCC")

  @Test("The recipe's limit is the limit, in training, evaluation and the index of the run", arguments: [0.97, 0.5])
  func limit(share: Double) throws {
    let world = try SmallWorld()
    let bytes = try #require(Self.image)
    var lines: [String] = []
    for number in 0..<400 {
      lines.append(#"{"image": "\#(number).png", "captions": {"zh": "图片\#(number)"}}"#)
      if number % 20 == 0 { try bytes.write(to: URL(filePath: world.folder.file("\(number).png"))) }
    }
    try world.write("captions.jsonl", lines.joined(separator: "\n"))
    let source = #"[{"path": "\#(world.folder.file("captions.jsonl"))"}]"#
    try world.write(
      "recipe.json",
      #"{"languages": ["zh"], "corpus": {"kind": "pairs", "unreadable": \#(share), "training": \#(source), "#
        + #""evaluation": \#(source)}}"#)
    let fields = [
      "rendering.fonts=\(world.fontStack)", "image.imageSize=32", "model.variant=mu", "model.embedding=16",
      "training.batch=16",
    ]
    let words = ["--config", world.folder.file("recipe.json"), "--out", "run", "--steps", "4", "--threads", "1"]
    let result = try BuiltCommand.train.run(words + fields.flatMap { ["--set", $0] }, home: world.home)
    guard share > 0.9 else {
      #expect(
        result.code == 1 && result.errors.contains("of 400 cannot be read, and 200 may be skipped"), "\(result.errors)"
      )
      return
    }
    #expect(result.code == 0, "\(result.errors)")
    let list = try String(contentsOfFile: world.folder.file("run/skipped.jsonl"), encoding: .utf8)
    #expect(list.split(separator: "\n").count >= 380)
  }
}
