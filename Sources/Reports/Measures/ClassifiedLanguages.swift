import Console
import Evaluation
import JSON

/// What classification reached with texts of one language.
public struct ClassifiedLanguage: Sendable {
  /// A share in percent.
  public struct Score: Sendable {
    /// Its name in JSON.
    public let key: String
    /// Its name in tables.
    public let name: String
    /// Nil where there is none, as the first five of fewer classes.
    public let percent: Double?
  }

  public let language: String
  public let classes: Int
  public let images: Int
  /// The same ones in the same order for every language.
  public let scores: [Score]
  /// The language by itself.
  public let report: MeasureReport

  /// Images of one class each.
  public init(_ language: String, _ result: ClassificationResult, report: MeasureReport) {
    self.language = language
    self.report = report
    classes = result.classes
    images = result.images
    scores = [
      Score(key: "top1", name: "Top 1, %", percent: result.top1),
      Score(key: "top5", name: "Top 5, %", percent: result.top5),
      Score(key: "mean_per_class", name: "Mean per class, %", percent: result.meanPerClass),
    ]
  }

  /// Images of several classes.
  public init(_ language: String, _ result: SeveralLabelsResult, report: MeasureReport) {
    self.language = language
    self.report = report
    classes = result.averagePrecision.count
    images = result.images
    scores = [
      Score(
        key: "mean_average_precision", name: "Mean average precision, %", percent: result.meanAveragePrecision)
    ]
  }
}

extension MeasureReport {
  /// Languages by themselves that a page or a terminal has room for; the table and JSON have all.
  private static let shownLanguages = 12

  /// What telling classes apart gave in several languages: all of them in one report.
  public static func classification(_ languages: [ClassifiedLanguage], title: String) -> MeasureReport {
    let scores = languages.first?.scores ?? []
    let means = scores.indices.map { place in mean(languages.compactMap { $0.scores[place].percent }) }
    var report = MeasureReport(
      title: title, kind: "classification",
      about:
        "Classes told apart by texts in \(NumberText.counted(languages.count, "language", "languages")), each by itself.",
      json: json(languages, means: zip(scores, means).map { ($0.key, $1) }))
    report.figures = zip(scores, means).map { score, mean in
      ReportFigure(
        label: score.name.replacing(", %", with: ""),
        value: mean.map { "\(NumberText.fixed($0, decimals: 1)) %" } ?? "–",
        note: "mean of \(NumberText.counted(languages.count, "language", "languages"))")
    }
    report.tables = [table(languages, scores)]
    for language in languages.prefix(shownLanguages) { report.add(language) }
    if languages.count > shownLanguages {
      report.notes.append(
        "Classes are shown of the first \(shownLanguages) languages; a report in JSON has those of all.")
    }
    return report
  }

  private static func table(
    _ languages: [ClassifiedLanguage], _ scores: [ClassifiedLanguage.Score]
  ) -> MeasureTable {
    MeasureTable(
      title: "Languages",
      columns: [.text("Language"), .number("Classes"), .number("Images")] + scores.map { .number($0.name) }
        + [.number("Chance, %")],
      rows: languages.map { language in
        [.text(language.language), .count(language.classes), .count(language.images)]
          + language.scores.map { .percent($0.percent) } + [.number(100 / Double(max(language.classes, 1)), 1)]
      }, shownRows: 400)
  }

  private static func json(_ languages: [ClassifiedLanguage], means: [(key: String, mean: Double?)]) -> JSONValue {
    [
      "languages": .object(languages.map { JSONMember($0.language, $0.report.json) }),
      "mean": .object(means.map { JSONMember($0.key, $0.mean.map { .number($0) } ?? .null) }),
    ]
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// Everything of a language but its numbers, which the table has.
  private mutating func add(_ language: ClassifiedLanguage) {
    func named(_ title: String) -> String { "\(language.language): \(title)" }
    tables += language.report.tables.map { table in
      var table = table
      table.title = named(table.title)
      return table
    }
    images += language.report.images.map { images in
      var images = images
      images.title = named(images.title)
      return images
    }
    galleries += language.report.galleries.map { gallery in
      var gallery = gallery
      gallery.title = named(gallery.title)
      return gallery
    }
    matrices += language.report.matrices.map { $0.titled(named($0.title)) }
    notes += ([language.report.about] + language.report.notes).map(named)
  }
}
