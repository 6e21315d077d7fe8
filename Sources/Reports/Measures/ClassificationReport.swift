import Console
import Evaluation
import JSON

extension MeasureReport {
  /// What telling classes apart gave.
  ///
  /// - Parameters:
  ///   - names: of every class, as they are shown.
  ///   - sharedNames: that several classes bear.
  public static func classification(
    _ result: ClassificationResult, title: String, kind: String = "classification", about: String, names: [String],
    sharedNames: [(name: String, labels: [Int])] = []
  ) -> MeasureReport {
    var report = MeasureReport(title: title, kind: kind, about: about, json: result.json(names: names))
    report.figures = [
      ReportFigure(label: "Top 1", value: "\(NumberText.fixed(result.top1, decimals: 1)) %", note: chance(result)),
      ReportFigure(
        label: "Top 5", value: result.top5.map { "\(NumberText.fixed($0, decimals: 1)) %" } ?? "–",
        note: result.top5 == nil ? "fewer than five classes" : ""),
      ReportFigure(
        label: "Mean per class", value: "\(NumberText.fixed(result.meanPerClass, decimals: 1)) %",
        note: "\(NumberText.thousands(result.classes)) classes"),
      ReportFigure(label: "Images", value: NumberText.thousands(result.images)),
    ]
    report.tables = [classes(result, names), confusions(result, names)]
    report.matrices = [matrix(result, names)].compactMap { $0 }
    if result.tied > 0 {
      report.notes.append(
        "To \(NumberText.thousands(result.tied)) of \(NumberText.thousands(result.images)) images several classes are "
          + "equally near; what an image is taken for, above, is the first of those.")
    }
    if !sharedNames.isEmpty {
      let shown = sharedNames.prefix(5).map { "“\($0.name)” (\($0.labels.map(String.init).joined(separator: ", ")))" }
      report.notes.append(
        "Several classes bear the same name, which no text tells apart: \(shown.joined(separator: "; "))"
          + (sharedNames.count > 5 ? " and \(sharedNames.count - 5) more." : "."))
    }
    return report
  }

  private static func chance(_ result: ClassificationResult) -> String {
    "chance \(NumberText.fixed(100 / Double(result.classes), decimals: 1)) %"
  }

  private static func classes(_ result: ClassificationResult, _ names: [String]) -> MeasureTable {
    MeasureTable(
      title: "Classes", columns: [.text("Class"), .number("Images"), .number("Right, %")],
      rows: zip(names, result.perClass).map { name, count in
        [.text(name), .count(count.images), .percent(count.percent)]
      }, shownRows: 20)
  }

  private static func matrix(_ result: ClassificationResult, _ names: [String]) -> MatrixChart? {
    result.matrix.flatMap {
      try? MatrixChart(
        title: "Taken for", rows: "the image's class", columns: "the nearest class", names: names, counts: $0)
    }
  }

  private static func confusions(_ result: ClassificationResult, _ names: [String]) -> MeasureTable {
    MeasureTable(
      title: "Taken for others most often", columns: [.text("Class"), .text("Taken for"), .number("Images")],
      rows: result.confusions.map { [.text(names[$0.label]), .text(names[$0.taken]), .count($0.images)] },
      shownRows: 8)
  }

  /// What telling apart classes of which an image may have several gave.
  public static func severalLabels(
    _ result: SeveralLabelsResult, title: String, about: String, names: [String]
  ) -> MeasureReport {
    let rows = zip(names, result.averagePrecision)
    var report = MeasureReport(
      title: title, kind: "classification", about: about,
      json: [
        "mean_average_precision": .number(result.meanAveragePrecision),
        "mean_average_precision_all_classes": .number(result.meanOverAll), "images": .integer(result.images),
        "average_precision": .object(rows.map { JSONMember($0, $1.map { .number($0) } ?? .null) }),
      ])
    report.figures = [
      ReportFigure(
        label: "Mean average precision", value: "\(NumberText.fixed(result.meanAveragePrecision, decimals: 1)) %",
        note: "\(NumberText.fixed(result.meanOverAll, decimals: 1)) % where classes without images count 0"),
      ReportFigure(label: "Images", value: NumberText.thousands(result.images)),
    ]
    report.tables = [
      MeasureTable(
        title: "Classes", columns: [.text("Class"), .number("Average precision, %")],
        rows: rows.map { [.text($0), .percent($1)] }, shownRows: 20)
    ]
    return report
  }
}

extension ClassificationResult {
  /// A count of images; no whole number where it is an expected one.
  private static func json(_ count: Double) -> JSONValue {
    Int(exactly: count).map { .integer($0) } ?? .number(count)
  }

  /// For programs; shares in percent.
  func json(names: [String]) -> JSONValue {
    [
      "top1": .number(top1), "top5": top5.map { .number($0) } ?? .null, "mean_per_class": .number(meanPerClass),
      "images": .integer(images), "classes": .integer(classes), "tied": .integer(tied),
      "per_class": .array(
        zip(names, perClass).map { name, count in
          [
            "name": .string(name), "images": .integer(count.images), "right": Self.json(count.right),
          ]
        }),
      "confusions": .array(
        confusions.map {
          [
            "class": .string(names[$0.label]), "taken_for": .string(names[$0.taken]), "images": .integer($0.images),
          ]
        }),
    ]
  }
}
