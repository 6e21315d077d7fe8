import Corpora
import FoundationEssentials
import Images
import TestSupport
import TextRendering

/// Sixteen images of one color each, with a one-letter name: the smallest corpus that can be learned.
struct SquaresCorpus {
  static let count = 16
  let folder: TemporaryFolder
  let corpus: Corpus

  init() throws {
    folder = try TemporaryFolder()
    var lines = ""
    for index in 0..<Self.count {
      let image = PixelImage(
        width: 8, height: 8,
        filledWith: .init(red: UInt8(index % 4 * 85), green: UInt8(index / 4 * 85), blue: UInt8(255 - index * 16)))
      let bytes = Data(try PNG.encode(image, level: 1))
      try bytes.write(to: URL(filePath: folder.file("\(index).png")))
      lines += #"{"image":"\#(index).png","id":"\#(index)","style":"plain","split":"train","#
      lines += #""captions":{"zh":["\#(index)"]},"keywords":{},"withheld":[]}"# + "\n"
    }
    let zero = #"{"train":{"zh":16},"composition":{},"style":{},"transfer":{}}"#
    let manifest =
      #"{"format":1,"kind":"squares","seed":"0","languages":["zh"],"sources":[],"#
      + #""pictures":{"train":16,"composition":0,"style":0,"transfer":0},"counts":\#(zero)}"#
    try Data(lines.utf8).write(to: URL(filePath: folder.file("pictures.jsonl")))
    try Data(manifest.utf8).write(to: URL(filePath: folder.file("corpus.json")))
    corpus = try Corpus.open(folder.path)
  }
}

/// Draws a number as that many inked pixels.
final class TallyRenderer: PageDrawing {
  private let patchSize: Int

  init(patchSize: Int = 4) {
    self.patchSize = patchSize
  }

  func drawPage(for text: String, language: String) throws -> DrawnPage {
    let tally = 1 + (Int(text) ?? 0)
    let pixels = (0..<patchSize * patchSize * 3).map { UInt8($0 / 3 < tally ? 0 : 255) }
    return DrawnPage(
      patches: PatchSequence(patchSize: patchSize, rows: [0], columns: [0], pixels: pixels),
      truncation: TextTruncation())
  }
}

/// Spells a number in decimal digits between a beginning and an end.
final class TallyTokens: CaptionReading {
  func read(_ text: String, language: String, seed: UInt64?) throws -> ReadCaption {
    let digits = text.utf8.map { Int32($0 - UInt8(ascii: "0")) % 8 }
    return ReadCaption(sequence: .tokens([8] + digits + [9]), truncation: TextTruncation())
  }
}
