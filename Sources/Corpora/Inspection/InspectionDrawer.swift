import Runtime
import TextRendering

/// Draws a sample of captions, and shows images as training sees them.
struct InspectionDrawer {
  let options: InspectionOptions
  let pool: ThreadPool
  let renderers: [any PageDrawing]

  /// Captions that are drawn between two looks at the progress.
  private static let stride = 256

  func drawSample(
    _ samples: [String: SmallestKeys<InspectionReader.PlacedCaption>], into inspection: inout CorpusInspection,
    _ report: (SkippedRecord) throws -> Void, progress: (_ done: Int, _ total: Int) -> Void
  ) throws {
    let captions = inspection.languages.map { samples[$0.tag]?.elements ?? [] }
    let total = captions.reduce(0) { $0 + $1.count }
    var done = 0
    for (language, sample) in captions.enumerated() {
      for start in Swift.stride(from: 0, to: sample.count, by: Self.stride) {
        let part = sample[start..<min(sample.count, start + Self.stride)]
        let pages = try pool.map(part.count) { index, worker in
          Result { try CaptionPage.draw(part[start + index].caption, with: renderers[worker]) }
        }
        for (placed, page) in zip(part, pages) {
          switch page {
          case .success(let page): inspection.languages[language].pages.add(page)
          case .failure(let error):
            inspection.languages[language].pages.failed += 1
            try inspection.note(
              SkippedRecord(.caption, origin: placed.origin, reason: "\(error)"),
              limit: options.exampleLimit, report)
          }
        }
        done += part.count
        progress(done, total)
      }
    }
  }

  /// The first candidates that can be shown, each with captions in languages that were shown least so far.
  func show(
    _ candidates: SmallestKeys<Int>, of records: JoinedRecords, languages: [String]
  ) throws -> [ShownImage] {
    var shownTimes: [String: Int] = [:]
    var chosen: [(record: CaptionedImage, captions: [Caption], generator: SeededGenerator)] = []
    for number in candidates.elements {
      guard let record = try? records.record(number) else { continue }
      var generator = SeededGenerator(seed: options.seed, stream: UInt64(number) ^ 1 << 63)
      let spoken = languages.enumerated().filter { record.isNamed(in: $0.element) }
        .sorted { (shownTimes[$0.element, default: 0], $0.offset) < (shownTimes[$1.element, default: 0], $1.offset) }
        .prefix(options.shownCaptions).map(\.element)
      let captions = spoken.map { language -> Caption in
        shownTimes[language, default: 0] += 1
        let captions = record.captions.filter { $0.language == language && $0.role != .keyword }
        return captions[Int(generator.next().multipliedFullWidth(by: UInt64(captions.count)).high)]
      }
      chosen.append((record, captions, generator))
    }
    let shown = try pool.map(chosen.count) { index, worker in
      var generator = chosen[index].generator
      return try? ShownImage(
        chosen[index].record, captions: chosen[index].captions, photo: options.photo, generator: &generator,
        renderer: renderers[worker])
    }
    return Array(shown.compactMap { $0 }.prefix(options.shownImages))
  }
}

extension InspectedLanguage.Pages {
  mutating func add(_ page: DrawnPage) {
    patches.add(page.patches.count)
    if page.truncation.truncatedLines > 0 || page.truncation.truncatedCharacters > 0 { truncated += 1 }
    truncation += page.truncation
  }
}
