#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// What a score is worth: how often the first answer is right, by its cosine and by the probability that the model gives it.
public struct Calibration: Sendable, Equatable {
  /// The lowest cosine above which first answers are right as often as was asked.
  public struct Threshold: Sendable, Equatable {
    /// Share of the answers above it that are right, in percent, as was asked.
    public let precision: Double
    /// Nil where no threshold gives that.
    public let cosine: Double?
    /// Share of all queries that are answered above it, in percent.
    public let answered: Double
  }

  /// Answers whose probability lies in one part of 0…1.
  public struct Bin: Sendable, Equatable {
    public let range: ClosedRange<Double>
    public let queries: Int
    /// Means over the bin's queries, 0…1.
    public let probability: Double
    public let right: Double
  }

  public static let precisions = [50.0, 80, 90, 95, 99]

  /// One a precision.
  public let thresholds: [Threshold]
  /// Bins that hold queries, ascending.
  public let bins: [Bin]
  /// Mean over queries of the distance between a bin's probability and its share of right answers, 0…1 (Guo et al. 2017).
  public let expectedError: Double
  public let queries: Int

  /// One query's first answer.
  struct Answer {
    let cosine: Double
    /// Softmax over the gallery.
    let probability: Double
    /// Probability that it is right: the share of right ones among images that are as near as each other.
    let right: Double
  }

  /// Texts that ask for images.
  ///
  /// - Parameter logitScale: what the model multiplies cosines by.
  public init(_ task: RetrievalTask, logitScale: Double) throws {
    var answers: [Answer] = []
    try CosineScores(queries: task.texts, gallery: task.images).forEachQuery { text, scores in
      guard !task.imagesOfTexts[text].isEmpty, let best = scores.max() else { return }
      let sum = scores.reduce(0.0) { $0 + exp(logitScale * Double($1 - best)) }
      // Which of images that are as near as each other stands first is chance.
      let right = task.imagesOfTexts[text].count { scores[$0] == best }
      answers.append(
        Answer(
          cosine: Double(best), probability: 1 / sum, right: Double(right) / Double(scores.count { $0 == best })))
    }
    self.init(answers)
  }

  init(_ answers: [Answer], binCount: Int = 10) {
    queries = answers.count
    thresholds = Self.precisions.map { Self.threshold($0, answers.sorted { $0.cosine > $1.cosine }) }
    var groups = [[Answer]](repeating: [], count: binCount)
    for answer in answers { groups[min(Int(answer.probability * Double(binCount)), binCount - 1)].append(answer) }
    bins = groups.enumerated().filter { !$0.element.isEmpty }.map { place, group in
      let count = Double(group.count)
      return Bin(
        range: Double(place) / Double(binCount)...Double(place + 1) / Double(binCount), queries: group.count,
        probability: group.reduce(0) { $0 + $1.probability } / count,
        right: group.reduce(0) { $0 + $1.right } / count)
    }
    expectedError =
      bins.reduce(0) { $0 + abs($1.probability - $1.right) * Double($1.queries) } / Double(max(answers.count, 1))
  }

  /// - Parameter sorted: by falling cosine.
  private static func threshold(_ precision: Double, _ sorted: [Answer]) -> Threshold {
    var (right, found) = (0.0, 0)
    for (place, answer) in sorted.enumerated() {
      right += answer.right
      // Answers of one cosine stand or fall together.
      guard place + 1 == sorted.count || sorted[place + 1].cosine < answer.cosine else { continue }
      if 100 * right >= precision * Double(place + 1) { found = place + 1 }
    }
    return Threshold(
      precision: precision, cosine: found == 0 ? nil : sorted[found - 1].cosine,
      answered: 100 * Double(found) / Double(max(sorted.count, 1)))
  }
}
