import Console
import Evaluation
import JSON

/// What is known of a model's embeddings of one split in one language.
public struct DiagnosedSet: Sendable {
  public let split: String
  public let language: String
  public let geometry: EmbeddingGeometry
  public let calibration: Calibration
  /// Whether embeddings tell images and texts apart.
  public let variety: (images: EmbeddingVariety, texts: EmbeddingVariety)
  /// Patches or tokens per caption on average, and the share of captions that the model does not see all of, in percent.
  public let meanLength: Double
  public let cutPercent: Double

  public init(
    split: String, language: String, geometry: EmbeddingGeometry, calibration: Calibration,
    variety: (images: EmbeddingVariety, texts: EmbeddingVariety), meanLength: Double, cutPercent: Double
  ) {
    self.split = split
    self.language = language
    self.geometry = geometry
    self.calibration = calibration
    self.variety = variety
    self.meanLength = meanLength
    self.cutPercent = cutPercent
  }

  /// Sentences where embeddings do not tell images or texts apart.
  public var warnings: [String] {
    [variety.images.sentence("images"), variety.texts.sentence("texts")].compactMap { $0 }.map {
      "\(split), \(language): \($0)."
    }
  }
}

extension MeasureReport {
  /// Where embeddings lie and what scores are worth.
  ///
  /// - Parameter logitScale: what the model multiplies cosines by.
  public static func diagnosis(_ sets: [DiagnosedSet], title: String, logitScale: Double) -> MeasureReport {
    var report = MeasureReport(
      title: title, kind: "diagnosis",
      about:
        "Where images and texts lie on the sphere, what a cosine is worth when a text asks for images, and how "
        + "long captions are. The model multiplies cosines by \(NumberText.fixed(logitScale, decimals: 1)).",
      json: .array(sets.map(\.json)))
    report.tables = [geometry(sets), thresholds(sets), reliability(sets)]
    report.charts = [
      LineChart(
        title: "Probability and truth", unit: "share of first answers that are right, by their probability, %",
        series: [
          ChartSeries(
            name: "as promised", points: [.init(x: 0, y: 0), .init(x: 100, y: 100)], style: .dashed, color: 7)
        ]
          + sets.prefix(7).enumerated().map { place, set in
            ChartSeries(
              name: "\(set.split), \(set.language)",
              points: set.calibration.bins.map { .init(x: 100 * $0.probability, y: 100 * $0.right) }, color: place,
              dotted: true)
          })
    ]
    report.charts[0].across = "probability, %"
    return report
  }

  private static func geometry(_ sets: [DiagnosedSet]) -> MeasureTable {
    MeasureTable(
      title: "Embeddings",
      columns: [
        .text("Split"), .text("Language"), .number("Modality gap"), .number("Alignment"),
        .number("images", in: "Uniformity"),
        .number("texts", in: "Uniformity"), .number("right", in: "Cosine"), .number("others", in: "Cosine"),
        .number("mean", in: "Patches or tokens"), .number("cut, %", in: "Patches or tokens"),
      ],
      rows: sets.map { set in
        let geometry = set.geometry
        return [
          .text(set.split), .text(set.language), .number(geometry.modalityGap, 3), .number(geometry.alignment, 3),
          .number(geometry.imageUniformity, 2), .number(geometry.textUniformity, 2), .number(geometry.rightCosine, 3),
          .number(geometry.otherCosine, 3), .number(set.meanLength, 1), .number(set.cutPercent, 1),
        ]
      })
  }

  private static func thresholds(_ sets: [DiagnosedSet]) -> MeasureTable {
    MeasureTable(
      title: "Cosines above which first answers are right so often",
      columns: [.text("Split"), .text("Language")]
        + Calibration.precisions.flatMap { precision -> [MeasureTable.Column] in
          let group = "\(NumberText.fixed(precision, decimals: 0)) % right"
          return [.number("cosine", in: group), .number("answered, %", in: group)]
        },
      rows: sets.map { set in
        [.text(set.split), .text(set.language)]
          + set.calibration.thresholds.flatMap { threshold -> [MeasureTable.Cell] in
            [threshold.cosine.map { .number($0, 3) } ?? .none, .number(threshold.answered, 1)]
          }
      })
  }

  private static func reliability(_ sets: [DiagnosedSet]) -> MeasureTable {
    MeasureTable(
      title: "Probabilities",
      columns: [.text("Split"), .text("Language"), .number("Queries"), .number("Expected calibration error, %")],
      rows: sets.map { set in
        [
          .text(set.split), .text(set.language), .count(set.calibration.queries),
          .number(100 * set.calibration.expectedError, 1),
        ]
      })
  }
}

extension DiagnosedSet {
  fileprivate var json: JSONValue {
    [
      "split": .string(split), "language": .string(language), "modality_gap": .number(geometry.modalityGap),
      "alignment": .number(geometry.alignment), "image_uniformity": .number(geometry.imageUniformity),
      "text_uniformity": .number(geometry.textUniformity), "right_cosine": .number(geometry.rightCosine),
      "other_cosine": .number(geometry.otherCosine), "distinct_images": .integer(variety.images.distinct),
      "distinct_texts": .integer(variety.texts.distinct),
      "mean_length": .number(meanLength),
      "cut_percent": .number(cutPercent),
      "expected_calibration_error": .number(calibration.expectedError), "queries": .integer(calibration.queries),
      "thresholds": .array(
        calibration.thresholds.map {
          [
            "precision": .number($0.precision), "cosine": $0.cosine.map { .number($0) } ?? .null,
            "answered": .number($0.answered),
          ]
        }),
      "reliability": .array(
        calibration.bins.map {
          [
            "from": .number($0.range.lowerBound), "to": .number($0.range.upperBound), "queries": .integer($0.queries),
            "probability": .number($0.probability), "right": .number($0.right),
          ]
        }),
    ]
  }
}
