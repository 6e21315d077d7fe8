import Console

/// What of a test set is in a training corpus too.
public struct Leaks: Sendable {
  /// A picture of the test that looks like one of the training.
  public struct Picture: Sendable, Equatable {
    public let test: String
    public let training: String
    /// Bits of the hashes that differ; nil where the files are the same byte by byte.
    public let distance: Int?
  }

  /// A caption of the test that the training has too.
  public struct Text: Sendable, Equatable {
    public let text: String
    public let language: String
    /// Captions of the training that are the same.
    public let count: Int
  }

  public var testPictures = 0
  public var trainingPictures = 0
  public var testCaptions = 0
  public var trainingCaptions = 0
  /// One a picture of the test, the nearest of the training.
  public var pictures: [Picture] = []
  public var texts: [Text] = []
  /// Pictures of the test that the training has a file of the same name of, as `COCO_train2014_000000123456.jpg`.
  public var sameNames: [String] = []
  public var unreadable = 0

  public init() {}
}

extension MeasureReport {
  /// - Parameter distance: bits of hashes that may differ.
  public static func leaks(_ leaks: Leaks, test: String, training: String, distance: Int) -> MeasureReport {
    let same = leaks.pictures.count { $0.distance == nil }
    var report = MeasureReport(
      title: "\(test) in \(training)", kind: "leak check",
      about:
        "Pictures of the test are looked for among those of the training: files that are the same byte by byte, and pictures "
        + "whose perceptual hashes differ in at most \(distance) of 64 bits. Captions are compared without marks, space and case.",
      json: json(leaks, same: same))
    func percent(_ part: Int, _ whole: Int) -> String {
      "\(NumberText.fixed(100 * Double(part) / Double(max(whole, 1)), decimals: 1)) % of \(NumberText.thousands(whole))"
    }
    report.figures = [
      ReportFigure(
        label: "Pictures that are in both", value: NumberText.thousands(leaks.pictures.count),
        note: percent(leaks.pictures.count, leaks.testPictures)),
      ReportFigure(label: "of them byte by byte", value: NumberText.thousands(same)),
      ReportFigure(label: "Names that are in both", value: NumberText.thousands(leaks.sameNames.count)),
      ReportFigure(
        label: "Captions that are in both", value: NumberText.thousands(leaks.texts.count),
        note: percent(leaks.texts.count, leaks.testCaptions)),
    ]
    report.tables = [
      MeasureTable(
        title: "Pictures", columns: [.text("Test"), .text("Training"), .number("Bits that differ")],
        rows: leaks.pictures.map {
          [.text($0.test), .text($0.training), $0.distance.map { .count($0) } ?? .text("same file")]
        },
        shownRows: 20),
      MeasureTable(
        title: "Captions", columns: [.text("Caption"), .text("Language"), .number("In the training")],
        rows: leaks.texts.map { [.text($0.text), .text($0.language), .count($0.count)] }, shownRows: 20),
      MeasureTable(
        title: "Names", columns: [.text("File")], rows: leaks.sameNames.map { [.text($0)] }, shownRows: 20),
    ]
    if leaks.unreadable > 0 {
      report.notes.append("\(NumberText.thousands(leaks.unreadable)) pictures could not be read and were not compared.")
    }
    report.notes.append(
      "Short captions are often the same by chance. Known overlaps: XTD10 takes 800 of its 1,000 pictures from COCO's training of "
        + "2014 and 200 from its validation; COCO-CN is COCO of 2014 too.")
    return report
  }

  private static func json(_ leaks: Leaks, same: Int) -> JSONValue {
    [
      "test_pictures": .integer(leaks.testPictures), "training_pictures": .integer(leaks.trainingPictures),
      "test_captions": .integer(leaks.testCaptions), "training_captions": .integer(leaks.trainingCaptions),
      "unreadable": .integer(leaks.unreadable), "same_files": .integer(same),
      "pictures": .array(
        leaks.pictures.map {
          [
            "test": .string($0.test), "training": .string($0.training),
            "bits": $0.distance.map { .integer($0) } ?? .null,
          ]
        }),
      "captions": .array(
        leaks.texts.map { ["text": .string($0.text), "language": .string($0.language), "count": .integer($0.count)] }),
      "names": .array(leaks.sameNames.map { .string($0) }),
    ]
  }
}
