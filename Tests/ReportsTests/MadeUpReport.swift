import FoundationEssentials
import Images
import MadeUpEmbeddings
import Runtime

@testable import Evaluation
@testable import Reports

/// A report of a run that never was: made-up numbers and images in every part of the page.
enum MadeUpReport {
  static let texts = [
    ("红色的心", "zh"), ("微笑的猫", "zh"), ("戴墨镜的笑脸", "zh"), ("قلب أحمر", "ar"), ("<script>alert('x')</script>", "en"),
    ("men holding hands: medium-dark skin tone, light skin tone", "en"), ("दिल वाली आँखों के साथ मुस्कुराता चेहरा", "hi"),
    ("หัวใจสีแดง", "th"),
  ]

  /// A disc on white, one color a number.
  static func image(_ number: Int, side: Int = 24) throws -> ReportImage {
    var image = PixelImage(width: side, height: side, filledWith: .white)
    let color = [UInt8(60 + number * 67 % 190), UInt8(60 + number * 131 % 190), UInt8(60 + number * 29 % 190)]
    for row in 0..<side {
      for column in 0..<side {
        let (x, y) = (Double(column * 2 - side) / Double(side), Double(row * 2 - side) / Double(side))
        let inside = x * x + y * y < 0.8 && !(y > 0.3 && abs(x) < 0.1 * Double(number % 5))
        guard inside else { continue }
        image.pixels.replaceSubrange((row * side + column) * 3..<(row * side + column) * 3 + 3, with: color)
      }
    }
    return try ReportImage(image, description: "image \(number), “round” & <b>colored</b>")
  }

  /// A page of gray patches with dark strokes, with gaps as between words.
  static func page(_ number: Int) -> PatchSequence {
    let side = 16
    var page = PatchSequence(patchSize: side)
    for column in 0..<18 where column % 5 != 4 {
      page.rows.append(UInt16(column / 10))
      page.columns.append(UInt16(column % 10))
      for row in 0..<side {
        for pixel in 0..<side {
          let foreground = row > 2 && row < 13 && (pixel * (number + 3) + row * column) % 7 < 2
          page.pixels += Array(repeating: foreground ? 0 : 127, count: 3)
        }
      }
    }
    return page
  }

  static func item(_ number: Int, rightPlace: Int) throws -> GalleryItem {
    let (text, language) = texts[number % texts.count]
    let found = try (0..<5).map { place in
      FoundImage(
        image: try image(number * 5 + place), score: 0.9 - Float(place) * 0.071, isRight: place + 1 == rightPlace)
    }
    return GalleryItem(
      text: text, language: language, page: try ReportImage(page: page(number), columns: 14, text: text),
      found: found,
      rightPlace: Double(rightPlace), rightImage: try image(number + 77))
  }

  static func content(languages: [String] = ["zh"], queries: Int = 8) throws -> ReportContent {
    var content = ReportContent(
      title: "emoji-zh-2026-05-01", summary: "One tower for images and rendered text, 5.7 million parameters.")
    content.figures = [
      ReportFigure(label: "R@1, composition", value: "74.2 %", note: "chance 0.4 %"),
      ReportFigure(label: "R@5, style", value: "24.9 %", note: "chance 1.9 %"),
      ReportFigure(label: "Training time", value: "9 min 41 s", note: "2,400 steps"),
      ReportFigure(label: "Pairs per second", value: "612", note: "41 tokens per pair"),
      ReportFigure(label: "Peak memory", value: "1.4 GB"),
    ]
    var generator = SeededGenerator(seed: 4)
    content.training = (0..<480).map { index in
      let done = Double(index) / 480
      return TrainingPoint(
        step: index * 5 + 1, seconds: 4 + done * 577,
        loss: 5.2 * (1 - done) * (1 - done) + 0.4 + Double(generator.uniform(0, 0.5)),
        learningRate: min(1e-3, Double(index) * 5e-5) * (1 - done * done))
    }
    content.progress = ["composition", "style"].flatMap { split in
      (0...12).flatMap { index in
        languages.enumerated().map { place, language in
          let top = (split == "style" ? 14.0 : 76) * (1 - 0.06 * Double(place % 7))
          let share = Double(index) / 12
          let recall = [1.0, 1.5, 1.7].map { min(98, top * $0 * share.squareRoot()) }
          return RecallPoint(
            step: index * 200, seconds: 4 + share * 577, split: split, language: language, textToImage: recall,
            imageToText: recall.map { $0 * 0.93 })
        }
      }
    }
    content.recall = RecallTable(
      rows: try ["composition", "style"].flatMap { split in
        try languages.enumerated().map { try madeUpRecall(split, $1, seed: UInt64($0 + split.utf8.count)) }
      })
    content.galleries = [
      ReportGallery(
        title: "composition, zh",
        items: try (0..<queries).map { try item($0, rightPlace: [1, 1, 3, 1, 12, 2, 1, 5][$0 % 8]) }),
      ReportGallery(title: "style, zh", items: try (0..<2).map { try item($0 + 2, rightPlace: 1 + $0 * 30) }),
    ]
    content.worstMisses = try (0..<4).map { try item($0 + 3, rightPlace: 271 - $0 * 13) }
    content.losses = [
      TextLoss(
        what: "Characters without a glyph", count: 17, total: 41_232,
        examples: ["U+1FAE9 🫩, cldr/annotations/zh.xml:812", "U+1FADF"]),
      TextLoss(what: "Captions cut off", count: 3, total: 3_624, examples: ["“\(texts[5].0)”, 4 characters"]),
      TextLoss(what: "Images that could not be read", count: 0, total: 3_624),
    ]
    content.facts = [
      ReportFact(name: "Corpus", value: "emoji, zh; 3,353 training pairs"),
      ReportFact(name: "Machine", value: "2 cores, AVX-512 with bf16"),
      ReportFact(
        name: "Fonts", value: "NotoSans-Regular.ttf, NotoSansCJK-Regular.ttc, NotoColorEmoji.ttf, unifont.otf"),
      ReportFact(name: "Command", value: "clippo-train --lang zh --set model.width=192"),
    ]
    content.recipe = "{\n  \"model\": {\n    \"width\": 192,\n    \"depth\": 12\n  },\n  \"batch\": 256\n}\n"
    return content
  }
}
