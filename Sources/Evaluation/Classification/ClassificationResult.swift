/// What classification reached, in percent.
public struct ClassificationResult: Sendable, Equatable {
  /// One class of pictures that have one each.
  public struct ClassCount: Sendable, Equatable {
    public var pictures = 0
    public var right = 0

    /// Nil where there is no picture of the class.
    public var percent: Double? { pictures == 0 ? nil : 100 * Double(right) / Double(pictures) }
  }

  /// Pictures that were taken for one class and are of another.
  public struct Confusion: Sendable, Equatable {
    public let label: Int
    public let taken: Int
    public let pictures: Int
  }

  public let pictures: Int
  public let classes: Int
  /// Share whose nearest class is right.
  public let top1: Double
  /// Share whose right class is among the five nearest; nil of fewer than five classes.
  public let top5: Double?
  /// Mean over the classes that have pictures of their shares: balanced accuracy, where classes differ in size.
  public let meanPerClass: Double
  /// One entry a class.
  public let perClass: [ClassCount]
  /// The most frequent ones, at most twenty.
  public let confusions: [Confusion]
  /// Pictures of every class that were taken for every class, `[classes, classes]`; nil of more classes than a chart shows.
  public let matrix: [Int]?

  /// Counts pictures of one class each.
  ///
  /// - Parameters:
  ///   - labels: the class of every picture.
  ///   - convention: `clipBenchmark` counts lists of five as `torch.topk` leaves equal scores; otherwise the first class comes first.
  ///
  /// Throws when the labels are not one a picture or name no class.
  public init(_ scores: ClassScores, labels: [Int], convention: RetrievalConvention = .clippo) throws {
    guard labels.count == scores.count, labels.allSatisfy((0..<scores.classes).contains) else {
      throw EvaluationError(
        "\(scores.count) pictures of \(scores.classes) classes need one label each; give \(scores.count) numbers below \(scores.classes)."
      )
    }
    var (first, five) = (0, 0)
    var perClass = [ClassCount](repeating: ClassCount(), count: scores.classes)
    var taken: [Int: Int] = [:]
    var matrix =
      scores.classes <= MatrixChart.limit ? [Int](repeating: 0, count: scores.classes * scores.classes) : nil
    for (picture, label) in labels.enumerated() {
      let best = scores.best(picture)
      perClass[label].pictures += 1
      matrix?[label * scores.classes + best] += 1
      if best == label { perClass[label].right += 1 } else { taken[label * scores.classes + best, default: 0] += 1 }
      if convention == .clipBenchmark {
        let list = try scores.listed(5, picture: picture)
        if list.first == label { first += 1 }
        if list.contains(label) { five += 1 }
      } else {
        if best == label { first += 1 }
        if scores.rank(of: label, picture: picture) < 5 { five += 1 }
      }
    }
    let shares = perClass.compactMap(\.percent)
    pictures = scores.count
    classes = scores.classes
    top1 = 100 * Double(first) / Double(scores.count)
    top5 = scores.classes < 5 ? nil : 100 * Double(five) / Double(scores.count)
    meanPerClass = shares.reduce(0, +) / Double(max(shares.count, 1))
    self.perClass = perClass
    self.matrix = matrix
    confusions = taken.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(20).map {
      Confusion(label: $0.key / scores.classes, taken: $0.key % scores.classes, pictures: $0.value)
    }
  }
}

/// What classification into several classes a picture reached.
public struct SeveralLabelsResult: Sendable, Equatable {
  public let pictures: Int
  /// Average precision of every class, in percent; nil where no picture is of it.
  public let averagePrecision: [Double?]
  /// Mean over the classes that have pictures.
  public let meanAveragePrecision: Double
  /// Mean over all classes, one without pictures counting 0, as CLIP_benchmark does.
  public let meanOverAll: Double

  /// Average precision of a class: the mean, over its pictures, of the share of its pictures among those that score at least as
  /// high.
  ///
  /// - Parameter labels: the classes of every picture.
  public init(_ scores: ClassScores, labels: [[Int]]) throws {
    guard labels.count == scores.count, labels.joined().allSatisfy((0..<scores.classes).contains) else {
      throw EvaluationError(
        "\(scores.count) pictures of \(scores.classes) classes need a list of labels each, numbers below \(scores.classes)."
      )
    }
    var members = [Set<Int>](repeating: [], count: scores.classes)
    for (picture, labels) in labels.enumerated() { for label in labels { members[label].insert(picture) } }
    averagePrecision = members.enumerated().map { label, pictures in
      guard !pictures.isEmpty else { return nil }
      var (found, sum) = (0, 0.0)
      for (place, picture) in scores.order(for: label).enumerated() where pictures.contains(picture) {
        found += 1
        sum += Double(found) / Double(place + 1)
      }
      return 100 * sum / Double(pictures.count)
    }
    let known = averagePrecision.compactMap { $0 }
    pictures = scores.count
    meanAveragePrecision = known.reduce(0, +) / Double(max(known.count, 1))
    meanOverAll = known.reduce(0, +) / Double(scores.classes)
  }
}
