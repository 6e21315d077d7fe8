import Console
import Evaluation
import Images
import JSON

/// What an objective thinks of a record that it has learned from.
public struct JudgedRecord: Sendable {
  /// Where the record stands.
  public var origin: String
  public var captions: [String]
  /// The probability that image and captions do not belong together, 0…1.
  public var noise: Double
  /// As the objective counts it.
  public var loss: Double
  /// Whether it was shown with another's captions on purpose; nil where nothing was shuffled.
  public var isShuffled: Bool?

  public init(origin: String, captions: [String], noise: Double, loss: Double, isShuffled: Bool?) {
    self.origin = origin
    self.captions = captions
    self.noise = noise
    self.loss = loss
    self.isShuffled = isShuffled
  }

  /// Captions of a record that a page shows.
  private static let shownCaptions = 3

  /// The record on a page. Throws where the image cannot be encoded.
  public func shown(_ image: PixelImage) throws -> ClassifiedImage {
    let truth = isShuffled.map { $0 ? ", shuffled" : "" } ?? ""
    return ClassifiedImage(
      image: try ReportImage(image, description: origin + truth),
      guesses: captions.prefix(Self.shownCaptions).map { .init(name: $0, score: Float(noise), isRight: false) },
      rightPlace: 1, missed: [])
  }
}

extension MeasureReport {
  /// - Parameter rows: most doubted first.
  public static func noise(_ rows: [JudgedRecord], title: String) -> MeasureReport {
    let shuffled = rows.compactMap(\.isShuffled)
    let isKnown = shuffled.count == rows.count
    let found = isKnown ? Separation(rows.map(\.noise), isPositive: shuffled) : nil
    let byLoss = isKnown ? Separation(rows.map(\.loss), isPositive: shuffled) : nil
    let mean = rows.map(\.noise).reduce(0, +) / Double(max(rows.count, 1))
    let doubted = rows.count { $0.noise > 0.5 }
    var report = MeasureReport(
      title: title, kind: "noise",
      about:
        "The probability that image and captions of a training record do not belong together, as the run's objective has estimated it "
        + "from the losses of the record's pairs. Records that training never drew are not counted.",
      json: [
        "records": .integer(rows.count), "mean": .number(mean), "doubted": .integer(doubted),
        "shuffled": isKnown ? .integer(shuffled.count { $0 }) : .null,
        "area": found.map { .number($0.area) } ?? .null, "area_by_loss": byLoss.map { .number($0.area) } ?? .null,
        "rows": .array(
          rows.map { row in
            [
              "origin": .string(row.origin), "noise": .number(row.noise), "loss": .number(row.loss),
              "shuffled": row.isShuffled.map { .bool($0) } ?? .null,
            ]
          }),
      ])
    report.figures = [
      ReportFigure(label: "Records that training has met", value: NumberText.thousands(rows.count)),
      ReportFigure(
        label: "Probably noise", value: NumberText.thousands(doubted),
        note: "more than one half; mean \(NumberText.fixed(mean, decimals: 3))"),
    ]
    if let found, let byLoss {
      report.figures += [
        ReportFigure(
          label: "Area under the curve", value: NumberText.fixed(found.area, decimals: 3),
          note: "of the \(NumberText.thousands(found.positives)) records with shuffled captions against the others"),
        ReportFigure(label: "The same by loss", value: NumberText.fixed(byLoss.area, decimals: 3)),
      ]
    }
    report.tables = [
      MeasureTable(
        title: "Most doubted",
        columns: [.text("Record"), .text("Caption"), .number("Noise"), .number("Loss")]
          + (isKnown ? [.text("Shuffled")] : []),
        rows: rows.prefix(shownRecords).map { row in
          [
            .text(row.origin), .text(row.captions.first ?? ""), .number(row.noise, 3), .number(row.loss, 3),
          ] + (isKnown ? [.text(row.isShuffled == true ? "yes" : "no")] : [])
        }, shownRows: 10)
    ]
    return report
  }

  /// Records that the table of a page lists; JSON has all.
  private static var shownRecords: Int { 100 }
}
