import FoundationEssentials
import Images
import TestSupport
import TextRendering
import Testing

@testable import Corpora

@Suite("Views of a batch beside an image and its caption")
struct FurtherViewTests {
  private static let synthetic = BatchView.caption(CaptionChoice(role: .synthetic))
  private static let chinese = BatchView.caption(CaptionChoice(language: .only("zh")))
  private static let all: Set<BatchView> = [
    .image, .text, .imageAgain(1), .imageAgain(2), .textAgain(1), .textAgain(2), synthetic, chinese,
  ]

  private let folder: TemporaryFolder
  private let corpus: Corpus

  /// Twelve images of two colors; two of three have a synthetic caption, every other one a Chinese one.
  init() throws {
    let folder = try TemporaryFolder()
    let lines = try (0..<12).map { index in
      var image = PixelImage(
        width: 32, height: 32, filledWith: Color(red: UInt8(20 * index), green: UInt8(250 - 20 * index), blue: 90))
      for place in stride(from: 0, to: image.pixels.count / 2, by: 3) { image.pixels[place] = UInt8(255 - 20 * index) }
      try Data(PNG.encode(image)).write(to: URL(filePath: folder.file("\(index).png")))
      let synthetic = index % 3 == 0 ? "" : #", "synthetic": ["made \#(index % 2)"]"#
      let chinese = index % 2 == 0 ? #", "zh": ["图 \#(index)"]"# : ""
      return #"{"image": "\#(index).png", "captions": {"en": {"raw": ["image \#(index)"]\#(synthetic)}\#(chinese)}}"#
    }
    try folder.write("captions.jsonl", lines.joined(separator: "\n"))
    self.folder = folder
    corpus = try PairCorpus(
      folder: folder.path, training: [CorpusSource(path: "captions.jsonl")], heldOut: []
    ).open(pool: .init(threads: 1))
  }

  private func loader(
    _ views: Set<BatchView>, batch: Int = 8, threads: Int = 2, state: LoaderState? = nil,
    again: (() throws -> any CaptionReading)? = nil, change: (inout BatchOptions) -> Void = { _ in }
  ) throws -> BatchLoader {
    var options = BatchOptions(photo: PhotoPreparation(side: 32), batch: batch)
    options.views = views
    change(&options)
    return try BatchLoader(
      corpus: corpus, languages: ["en"], options: options, pool: .init(threads: threads), seed: 5, state: state,
      makeReader: { FakeRenderer(patchSize: options.pagePatchSize ?? 16) }, makeReaderAgain: again)
  }

  /// Pixels of what each pair shows; nil where it lacks the view.
  private func shown(_ batch: TrainingBatch, _ view: BatchView) throws -> [[UInt8]?] {
    try #require(batch.views[view]).map { place in
      guard place >= 0 else { return nil }
      func pixels(_ all: [UInt8], _ offsets: [Int32], _ index: Int, _ width: Int) -> [UInt8] {
        Array(all[Int(offsets[index]) * width..<Int(offsets[index + 1]) * width])
      }
      guard Int(place) >= batch.patchSequences else {
        return pixels(batch.pixels, batch.offsets, Int(place), batch.patchWidth)
      }
      let pages = try #require(batch.pages)
      return pixels(pages.pixels, pages.offsets, Int(place) - batch.patchSequences, pages.patchWidth)
    }
  }

  @Test("do not change the image and the caption, nor each other, and differ by their numbers")
  func independent() throws {
    let plain = try loader(BatchView.pair)
    let whole = try loader(Self.all)
    let (one, none) = (try loader([.imageAgain(2), Self.synthetic]), try loader([.text, .textAgain(2)]))
    for _ in 0..<3 {
      let (expected, batch, few, texts) = (try plain.next(), try whole.next(), try one.next(), try none.next())
      for view in BatchView.pair { #expect(try shown(batch, view) == shown(expected, view)) }
      #expect(Set(batch.views.keys) == Self.all && Set(few.views.keys) == [.imageAgain(2), Self.synthetic])
      for view in few.views.keys { #expect(try shown(batch, view) == shown(few, view)) }
      for view in texts.views.keys { #expect(try shown(batch, view) == shown(texts, view)) }
      for views in [[.image, .imageAgain(1), .imageAgain(2)], [.text, .textAgain(1), .textAgain(2)]] as [[BatchView]] {
        let pixels = try views.map { try shown(batch, $0) }
        for pair in 0..<8 { #expect(Set(pixels.map { $0[pair] }).count == 3, "pair \(pair)") }
      }
      #expect(batch.captions == expected.captions && batch.duplicateIds == expected.duplicateIds)
    }
  }

  @Test("are the same whatever the threads, and after resuming, pages apart or not", arguments: [nil, 8])
  func deterministic(pagePatch: Int?) throws {
    let change: (inout BatchOptions) -> Void = { $0.pagePatchSize = pagePatch }
    let whole = try loader(Self.all, threads: 1, change: change)
    for _ in 0..<2 { _ = try whole.next() }
    let other = try loader(
      Self.all, threads: 3, state: try LoaderState(json: whole.state.json, origin: "state"), change: change)
    for _ in 0..<4 {
      let (expected, batch) = (try whole.next(), try other.next())
      for view in Self.all { #expect(try shown(batch, view) == shown(expected, view)) }
      #expect(batch.facts == expected.facts)
      #expect((batch.pages == nil) == (pagePatch == nil))
      if pagePatch != nil { #expect(batch.patchSequences == 3 * 8) }
    }
  }

  @Test("show a caption of the role or the language where there is one, and say which; other pairs lack the view")
  func captions() throws {
    let loader = try loader(Self.all, batch: 12)
    var (have, lack) = (0, 0)
    for _ in 0..<3 {
      let batch = try loader.next()
      for view in [Self.synthetic, Self.chinese] {
        let lengths = batch.lengths(view)
        for (pair, place) in try #require(batch.views[view]).enumerated() {
          let facts = batch.facts[pair]
          let record = try corpus.parts[0].store.record(facts.record.record)
          let fits = record.captions.filter {
            view == Self.synthetic ? $0.role == .synthetic && $0.text != facts.caption : $0.language == "zh"
          }
          #expect((place >= 0) == !fits.isEmpty && (facts.further[view] != nil) == (place >= 0))
          if let shown = facts.further[view] {
            have += 1
            #expect(fits.contains(shown.caption) && lengths[pair] == shown.caption.text.count)
          } else {
            lack += 1
            #expect(lengths[pair] == 0)
          }
        }
      }
      #expect(batch.facts.allSatisfy { $0.further[.textAgain(1)]?.caption.text == $0.caption })
    }
    #expect(have > 10 && lack > 10)
  }

  @Test("A caption shown once more has its own reader, its own losses and its own layout map")
  func again() throws {
    let loader = try loader([.text, .textAgain(1)], again: { TwiceRenderer() }) {
      $0.keepsLayouts = true
    }
    let batch = try loader.next()
    for (pair, facts) in batch.facts.enumerated() {
      #expect(batch.lengths(.text)[pair] == facts.layout.count)
      #expect(batch.lengths(.textAgain(1))[pair] == 2 * facts.layout.count)
      #expect(facts.further[.textAgain(1)]?.layout.count == 2 * facts.layout.count)
    }
    #expect(batch.truncation.missing == [0x1F600: 16])
  }

  @Test("An image shown once more may be changed otherwise than at first")
  func furtherAugmentation() throws {
    let batch = try loader(
      [.image, .imageAgain(1)],
      change: {
        $0.photo.augmentation = .none
        $0.photo.furtherAugmentation = .transform(
          PhotoTransform(crop: RandomResizedCrop(area: 0.1...0.3, aspectRatio: 1...1)))
      }
    ).next()
    let still = try loader([.image, .imageAgain(1)], change: { $0.photo.augmentation = .none }).next()
    #expect(try shown(batch, .image) == shown(still, .image) && shown(still, .image) == shown(still, .imageAgain(1)))
    let (first, second) = (try shown(batch, .image), try shown(batch, .imageAgain(1)))
    for pair in 0..<8 { #expect(first[pair] != second[pair]) }
  }

  @Test("stay where they are when batches are joined")
  func joined() throws {
    for pagePatch in [nil, 8] {
      let loader = try loader(Self.all, change: { $0.pagePatchSize = pagePatch })
      let batches = try [loader.next(), loader.next()]
      let whole = try TrainingBatch(joining: batches)
      for view in Self.all {
        #expect(try shown(whole, view) == batches.flatMap { try shown($0, view) })
      }
    }
  }

  @Test("Pairs that share a caption in some views can be told from those that do not")
  func duplicates() throws {
    let batch = try loader([.image, .text, Self.synthetic], batch: 12).next()
    let ids = DuplicateIds(batch.duplicateIds, facts: batch.facts, views: [.text, Self.synthetic]).ids
    func words(_ pair: Int) -> Set<String> {
      Set([batch.facts[pair].caption] + (batch.facts[pair].further[Self.synthetic].map { [$0.caption.text] } ?? []))
    }
    var together = 0
    for (a, b) in (0..<12).flatMap({ first in (first + 1..<12).map { (first, $0) } }) {
      let alike = !words(a).isDisjoint(with: words(b))
      #expect((ids[a] == ids[b]) == alike)
      together += alike ? 1 : 0
    }
    #expect(together > 4)
  }

  @Test(
    "A choice of captions takes those that fit",
    arguments: [
      (CaptionChoice(), ["b", "c", "d", "e"]), (CaptionChoice(isAnother: false), ["a", "b", "c", "d", "e"]),
      (CaptionChoice(role: .keyword), ["k"]), (CaptionChoice(role: .raw), ["c"]),
      (CaptionChoice(role: .raw, isAnother: false), ["a", "c"]), (CaptionChoice(language: .same), ["b"]),
      (CaptionChoice(language: .other), ["c", "d", "e"]), (CaptionChoice(language: .only("fr")), ["f"]),
      (CaptionChoice(language: .except("zh")), ["b", "e"]), (CaptionChoice(role: .label), []),
      (CaptionChoice(role: .translation, language: .except("de")), ["d"]),
    ])
  func choice(_ choice: CaptionChoice, expected: [String]) {
    func caption(_ text: String, _ language: String, _ role: CaptionRole) -> Caption {
      Caption(text: text, language: language, role: role)
    }
    let captions = [
      caption("a", "en", .raw), caption("b", "en", .synthetic), caption("k", "en", .keyword), caption("c", "zh", .raw),
      caption("d", "zh", .translation), caption("e", "de", .translation), caption("f", "fr", .synthetic),
    ]
    let record = CaptionedImage(
      id: "", image: .file(""), split: .train, captions: captions, origin: Origin(file: "", line: 1))
    let languages = ["en", "zh", "de"]
    #expect(choice.captions(of: record, beside: captions[0], languages: languages).map(\.text) == expected)
    // Whichever caption is the pair's, a record fits that has another.
    #expect(choice.fits(record, languages: languages) == !expected.isEmpty)
    #expect(!choice.fits(record, languages: ["ja"]))
  }
}

/// Draws everything twice.
private final class TwiceRenderer: PageDrawing {
  private let renderer = FakeRenderer()

  func drawPage(for text: String, language: String) throws -> DrawnPage {
    try renderer.drawPage(for: text + text, language: language)
  }
}
