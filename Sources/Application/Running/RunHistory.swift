import Console
import Evaluation
import FoundationEssentials
import JSON
import Reports

/// What `metrics.jsonl` says of a run, read back for its curves.
public struct RunHistory {
  public private(set) var training: [TrainingPoint] = []
  public private(set) var progress: [RecallPoint] = []
  private var rates: [Double] = []

  /// Pairs a second of the median step, which other work on the machine disturbs less than the mean; nil without steps.
  public var medianPairsPerSecond: Double? { rates.isEmpty ? nil : rates.sorted()[rates.count / 2] }

  /// Reads all that a run has trained.
  ///
  /// Throws a sentence where the folder is no run's, or no step is in it.
  public init(trainedIn folder: RunFolder) throws {
    guard FileManager.default.fileExists(atPath: folder.metricsFile) else {
      throw CommandError(
        "\(folder.path): there is no run here, since metrics.jsonl is missing; name the folder of a run")
    }
    try self.init(folder)
    guard !training.isEmpty else {
      throw CommandError("\(folder.metricsFile): no step is in it; train the run first, or name another")
    }
  }

  /// Reads the lines up to a step; a line that cannot be read is skipped.
  public init(_ folder: RunFolder, upTo step: Int = .max) throws {
    let text = (try? String(contentsOfFile: folder.metricsFile, encoding: .utf8)) ?? ""
    for line in text.split(separator: "\n") {
      guard let json = try? JSONValue(parsing: String(line)), let lineStep = json["step"]?.intValue, lineStep <= step,
        let seconds = json["seconds"]?.doubleValue
      else { continue }
      if let loss = json["loss"]?.doubleValue, let rate = json["learning_rate"]?.doubleValue {
        if let rate = json["pairs_per_second"]?.doubleValue, rate.isFinite, rate > 0 { rates.append(rate) }
        training.append(TrainingPoint(step: lineStep, seconds: seconds, loss: loss, learningRate: rate))
      }
      for row in json["recall"]?.arrayValue ?? [] {
        progress.append(
          RecallPoint(
            step: lineStep, seconds: seconds, split: row["split"]?.stringValue ?? "",
            language: row["language"]?.stringValue ?? "", textToImage: Self.percents(row["t2i"]),
            imageToText: Self.percents(row["i2t"])))
      }
    }
  }

  private static func percents(_ json: JSONValue?) -> [Double] { (json?.arrayValue ?? []).compactMap(\.doubleValue) }
}
