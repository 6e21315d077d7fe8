import Console
import Corpora
import Images

/// What stands in a source, as tables for people.
enum InspectionText {
  static func text(of inspection: CorpusInspection) -> String {
    let parts = [
      summary(inspection), languages(inspection), splits(inspection), roles(inspection), formats(inspection.images),
      sizes(inspection), repeats(inspection), problems(inspection),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private static func summary(_ inspection: CorpusInspection) -> String {
    "\(NumberText.counted(inspection.records, "image", "images")), \(NumberText.bytes(inspection.images.byteCount)); "
      + "\(NumberText.counted(inspection.captions, "caption", "captions")) in "
      + NumberText.counted(inspection.languages.count, "language", "languages")
      + (inspection.absent > 0
        ? "; \(NumberText.counted(inspection.absent, "more image was", "more images were")) never there" : "")
  }

  private static func languages(_ inspection: CorpusInspection) -> String {
    var table = TextTable([
      .left("language"), .right("images"), .right("captions"), .right("length"), .right("95 %"), .right("most"),
      .right("patches"), .right("95 %"), .right("most"), .right("cut off"), .right("missing"), .right("shared"),
    ])
    for language in inspection.languages {
      let pages = language.pages
      table.add(
        [language.tag, count(language.imageCount), count(language.captionCount)] + marks(language.characters)
          + marks(pages.patches) + [
            percent(pages.truncated, of: pages.captions), count(pages.truncation.missing.values.reduce(0, +)),
            language.sharedPercent.map { NumberText.fixed($0, decimals: 1) + " %" } ?? "–",
          ])
    }
    return table.text()
  }

  private static func splits(_ inspection: CorpusInspection) -> String {
    var table = TextTable([.left("split"), .right("images")])
    for (split, images) in inspection.splits.sorted(by: { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }) {
      table.add([split.rawValue, count(images)])
    }
    return table.text()
  }

  private static func roles(_ inspection: CorpusInspection) -> String {
    var table = TextTable([.left("role"), .right("captions")])
    for (role, captions) in inspection.roles { table.add([role.rawValue, count(captions)]) }
    return table.text()
  }

  private static func formats(_ images: InspectedImages) -> String {
    var table = TextTable([.left("format"), .right("images"), .right("size")])
    for format in ImageFormat.allCases {
      guard let found = images.formats[format] else { continue }
      table.add([format.rawValue, count(found.images), NumberText.bytes(found.bytes)])
    }
    return table.text()
  }

  private static func sizes(_ inspection: CorpusInspection) -> String {
    var table = TextTable([
      .left("of an image"), .right("least"), .right("5 %"), .right("half"), .right("95 %"), .right("most"),
    ])
    func add(_ name: String, _ values: ValueCounts, _ text: (Int) -> String) {
      table.add([name] + values.values(holding: [0, 0.05, 0.5, 0.95, 1]).map(text))
    }
    let images = inspection.images
    add("width", images.widths, count)
    add("height", images.heights, count)
    add("aspect ratio", images.aspects) { NumberText.fixed(Double($0) / 100, decimals: 2) }
    add("file", images.bytes, NumberText.bytes)
    return table.text()
  }

  private static func repeats(_ inspection: CorpusInspection) -> String {
    let repeated = inspection.repeated
    return "the same file as an earlier image: \(count(repeated.records - repeated.files)); "
      + "in another split too: \(count(repeated.leakedRecords))"
  }

  private static func problems(_ inspection: CorpusInspection) -> String {
    let kinds = SkippedRecord.Kind.allCases.filter { inspection.problems[$0] != nil }
    return kinds.map { kind in
      let all = inspection.problems[kind] ?? 0
      let examples = inspection.problemExamples.filter { $0.kind == kind }
      let lines = examples.prefix(5).map { "  \($0)" }
      let hasMore = examples.count > 5 || all.count > examples.reduce(0) { $0 + $1.weight.count }
      return (["\(all.text) \(kind.title(of: all)):"] + lines + (hasMore ? ["  …"] : [])).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private static func marks(_ values: ValueCounts) -> [String] {
    let marks = values.values(holding: [0.5, 0.95, 1])
    return marks.isEmpty ? ["–", "–", "–"] : marks.map(count)
  }

  private static func percent(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "–" : NumberText.fixed(100 * Double(part) / Double(whole), decimals: 1) + " %"
  }

  private static func count(_ value: Int) -> String { NumberText.thousands(value) }
}
