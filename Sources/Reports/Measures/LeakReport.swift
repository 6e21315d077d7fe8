import Console
import Evaluation
import JSON

extension MeasureReport {
  /// - Parameter distance: bits of hashes that may differ.
  public static func leaks(_ leaks: Leaks, test: String, training: String, distance: Int) -> MeasureReport {
    var report = MeasureReport(
      title: "\(test) in \(training)", kind: "leak check",
      about:
        "Images of the test are looked for among those of the training: files that are the same byte by byte, and images "
        + "whose perceptual hashes differ in at most \(distance) of 64 bits. Captions are compared within a language, without marks, "
        + "space and case; each counts as often as it stands there, and distinct ones once.",
      json: leaks.json)
    report.figures = imageFigures(leaks) + captionFigures(leaks)
    report.tables = tables(leaks)
    report.notes =
      notCompared(leaks) + [
        "Short captions are often the same by chance. Known overlaps: XTD10 takes 800 of its 1,000 images from COCO's training of "
          + "2014 and 200 from its validation; COCO-CN is COCO of 2014 too."
      ]
    return report
  }

  private static func percent(_ part: Int, _ whole: Int, _ what: String) -> String {
    "\(NumberText.fixed(100 * Double(part) / Double(max(whole, 1)), decimals: 1)) % of \(NumberText.thousands(whole))\(what)"
  }

  private static func imageFigures(_ leaks: Leaks) -> [ReportFigure] {
    let names = ReportFigure(label: "Names that are in both", value: NumberText.thousands(leaks.sameNames.count))
    guard leaks.comparesImages else {
      return [ReportFigure(label: "Images that are in both", value: "not compared"), names]
    }
    let isWhole = leaks.test.comparedImages == leaks.test.images
    return [
      ReportFigure(
        label: "Images that are in both", value: NumberText.thousands(leaks.images.count),
        note: percent(leaks.images.count, leaks.test.comparedImages, isWhole ? "" : " compared")),
      ReportFigure(label: "of them byte by byte", value: NumberText.thousands(leaks.sameFiles)), names,
    ]
  }

  private static func captionFigures(_ leaks: Leaks) -> [ReportFigure] {
    guard leaks.comparesCaptions else {
      return [ReportFigure(label: "Captions that are in both", value: "not compared")]
    }
    let isWhole = leaks.comparedCaptions == leaks.test.captions
    return [
      ReportFigure(
        label: "Captions that are in both", value: NumberText.thousands(leaks.captions),
        note: percent(leaks.captions, leaks.comparedCaptions, isWhole ? "" : " compared")),
      ReportFigure(
        label: "Distinct captions that are in both", value: NumberText.thousands(leaks.texts.count),
        note: percent(leaks.texts.count, leaks.test.distinctCaptions, "")),
    ]
  }

  /// Sentences on what was not compared: that is not the same as not found.
  private static func notCompared(_ leaks: Leaks) -> [String] {
    var notes: [String] = []
    for (name, corpus) in [("test", leaks.test), ("training", leaks.training)] {
      let lost = corpus.images - corpus.comparedImages
      if lost > 0 {
        notes.append(
          "\(NumberText.thousands(lost)) of \(NumberText.thousands(corpus.images)) images of the \(name) are not there or cannot "
            + "be read, and were not compared.")
      }
      if corpus.captions == 0 { notes.append("The \(name) has no captions, so that none were compared.") }
    }
    guard leaks.training.captions > 0 else { return notes }
    for (language, count) in leaks.strangeCaptions.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      notes.append(
        "\(NumberText.thousands(count)) captions of the test are in '\(language)', in which the training has none, and were not "
          + "compared.")
    }
    return notes
  }

  private static func tables(_ leaks: Leaks) -> [MeasureTable] {
    [
      MeasureTable(
        title: "Images", columns: [.text("Test"), .text("Training"), .number("Bits that differ")],
        rows: leaks.images.map {
          [.text($0.test), .text($0.training), $0.distance.map { .count($0) } ?? .text("same file")]
        },
        shownRows: 20),
      MeasureTable(
        title: "Captions",
        columns: [.text("Caption"), .text("Language"), .number("In the test"), .number("In the training")],
        rows: leaks.texts.map { [.text($0.text), .text($0.language), .count($0.testCount), .count($0.count)] },
        shownRows: 20),
      MeasureTable(
        title: "Names", columns: [.text("File")], rows: leaks.sameNames.map { [.text($0)] }, shownRows: 20),
    ]
  }
}

extension Leaks {
  /// Images that are the same byte by byte.
  fileprivate var sameFiles: Int { images.count { $0.distance == nil } }

  fileprivate var json: JSONValue {
    [
      "test": test.json, "training": training.json, "images_compared": .bool(comparesImages),
      "captions_compared": .integer(comparesCaptions ? comparedCaptions : 0),
      "images_in_both": comparesImages ? .integer(images.count) : .null, "same_files": .integer(sameFiles),
      "captions_in_both": comparesCaptions ? .integer(captions) : .null,
      "distinct_captions_in_both": comparesCaptions ? .integer(texts.count) : .null,
      "images": .array(
        images.map {
          [
            "test": .string($0.test), "training": .string($0.training),
            "bits": $0.distance.map { .integer($0) } ?? .null,
          ]
        }),
      "captions": .array(
        texts.map {
          [
            "text": .string($0.text), "language": .string($0.language), "test_count": .integer($0.testCount),
            "count": .integer($0.count),
          ]
        }),
      "names": .array(sameNames.map { .string($0) }),
    ]
  }
}

extension Leaks.Corpus {
  fileprivate var json: JSONValue {
    [
      "images": .integer(images), "images_compared": .integer(comparedImages), "captions": .integer(captions),
      "distinct_captions": .integer(distinctCaptions),
    ]
  }
}
