/// What classification reached, in percent.
public struct ClassificationResult: Sendable, Equatable {
  /// One class of images that have one each.
  public struct ClassCount: Sendable, Equatable {
    public var images = 0
    /// How many are taken for it; expected where classes score the same.
    public var right = 0.0

    /// Nil where there is no image of the class.
    public var percent: Double? { images == 0 ? nil : 100 * right / Double(images) }
  }

  /// Images that were taken for one class and are of another.
  public struct Confusion: Sendable, Equatable {
    public let label: Int
    public let taken: Int
    public let images: Int
  }

  /// Classes up to which images taken for each other are counted; a chart of more could not be read.
  public static let confusionLimit = 100

  public let images: Int
  public let classes: Int
  /// Share whose nearest class is right; expected where classes score the same, as is the next.
  public let top1: Double
  /// Share whose right class is among the five nearest; nil of fewer than five classes.
  public let top5: Double?
  /// Mean over the classes that have images of their shares: balanced accuracy, where classes differ in size.
  public let meanPerClass: Double
  /// One entry a class.
  public let perClass: [ClassCount]
  /// The most frequent ones, at most twenty.
  public let confusions: [Confusion]
  /// Images of every class that were taken for every class, `[classes, classes]`; nil of more classes than a chart shows.
  public let matrix: [Int]?
  /// Images that several classes are nearest to, all as near; `confusions` and `matrix` take the first of those.
  public let tied: Int

  /// Counts images of one class each.
  ///
  /// - Parameters:
  ///   - labels: the class of every image.
  ///   - protocol: ours puts classes of equal score in random order and counts what is expected; `clipBenchmark` counts lists as
  ///     `torch.topk` leaves equal scores; with all others the first class comes first.
  ///
  /// Throws when the labels are not one an image or name no class.
  public init(_ scores: ClassScores, labels: [Int], retrievalProtocol: RetrievalProtocol = .clippo) throws {
    guard labels.count == scores.count, labels.allSatisfy((0..<scores.classes).contains) else {
      throw EvaluationError(
        "\(scores.count) images of \(scores.classes) classes need one label each; give \(scores.count) numbers below \(scores.classes)."
      )
    }
    var (first, five, tied) = (0.0, 0.0, 0)
    var perClass = [ClassCount](repeating: ClassCount(), count: scores.classes)
    var taken: [Int: Int] = [:]
    var matrix =
      scores.classes <= Self.confusionLimit ? [Int](repeating: 0, count: scores.classes * scores.classes) : nil
    for (image, label) in labels.enumerated() {
      let best = scores.best(image)
      perClass[label].images += 1
      matrix?[label * scores.classes + best] += 1
      if best != label { taken[label * scores.classes + best, default: 0] += 1 }
      if scores.place(of: best, image: image).wrong > 0 { tied += 1 }
      let found = try Self.found(label, scores, image: image, retrievalProtocol)
      perClass[label].right += found.own
      first += found.first
      five += found.five
    }
    let shares = perClass.compactMap(\.percent)
    images = scores.count
    classes = scores.classes
    top1 = 100 * first / Double(scores.count)
    top5 = scores.classes < 5 ? nil : 100 * five / Double(scores.count)
    meanPerClass = shares.reduce(0, +) / Double(max(shares.count, 1))
    self.perClass = perClass
    self.matrix = matrix
    self.tied = tied
    confusions = taken.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(20).map {
      Confusion(label: $0.key / scores.classes, taken: $0.key % scores.classes, images: $0.value)
    }
  }

  /// Whether the right class of an image comes first, is among the first five, and counts for its class, each 0…1.
  private static func found(
    _ label: Int, _ scores: ClassScores, image: Int, _ retrievalProtocol: RetrievalProtocol
  ) throws -> (first: Double, five: Double, own: Double) {
    switch retrievalProtocol {
    case .clippo:
      let place = scores.place(of: label, image: image)
      return (place.hit(within: 1), place.hit(within: 5), place.hit(within: 1))
    case .clipBenchmark:
      // The package takes shares of classes from argmax and the others from topk.
      let list = try scores.listed(5, image: image)
      return (
        list.first == label ? 1 : 0, list.contains(label) ? 1 : 0, scores.best(image) == label ? 1 : 0
      )
    case .optimistic, .chineseCLIP, .openCLIP, .wukong, .karpathy:
      let rank = scores.rank(of: label, image: image)
      return (rank == 0 ? 1 : 0, rank < 5 ? 1 : 0, rank == 0 ? 1 : 0)
    }
  }
}

/// What classification into several classes an image reached.
public struct SeveralLabelsResult: Sendable, Equatable {
  public let images: Int
  /// Average precision of every class, in percent; nil where no image is of it.
  public let averagePrecision: [Double?]
  /// Mean over the classes that have images.
  public let meanAveragePrecision: Double
  /// Mean over all classes, one without images counting 0, as CLIP_benchmark does.
  public let meanOverAll: Double

  /// Average precision of a class: the mean, over its images, of the share of its images among those that stand no lower.
  ///
  /// - Parameters:
  ///   - labels: the classes of every image.
  ///   - protocol: ours puts images of equal score in random order and counts what is expected; with all others they stand in the
  ///     order of the data.
  public init(_ scores: ClassScores, labels: [[Int]], retrievalProtocol: RetrievalProtocol = .clippo) throws {
    guard labels.count == scores.count, labels.joined().allSatisfy((0..<scores.classes).contains) else {
      throw EvaluationError(
        "\(scores.count) images of \(scores.classes) classes need a list of labels each, numbers below \(scores.classes)."
      )
    }
    var members = [Set<Int>](repeating: [], count: scores.classes)
    for (image, labels) in labels.enumerated() { for label in labels { members[label].insert(image) } }
    averagePrecision = members.enumerated().map { label, images in
      guard !images.isEmpty else { return nil }
      let order = scores.order(for: label)
      let groups = retrievalProtocol == .clippo ? Self.groups(order, scores, label) : order.map { [$0] }
      return 100 * Self.averagePrecision(groups.map { ($0.count, $0.count(where: images.contains)) })
    }
    let known = averagePrecision.compactMap { $0 }
    images = scores.count
    meanAveragePrecision = known.reduce(0, +) / Double(max(known.count, 1))
    meanOverAll = known.reduce(0, +) / Double(scores.classes)
  }

  /// Images of equal score together, highest first.
  private static func groups(_ order: [Int], _ scores: ClassScores, _ label: Int) -> [[Int]] {
    order.reduce(into: []) { groups, image in
      let score = scores.values[image * scores.classes + label]
      if let last = groups.last?.last, scores.values[last * scores.classes + label] == score {
        groups[groups.count - 1].append(image)
      } else {
        groups.append([image])
      }
    }
  }

  /// Expected average precision, 0…1, of a list whose groups keep their order and are each in random order inside.
  ///
  /// At each place of a group of `size` with `right` right ones a right one stands with probability `right / size`, and then
  /// `(place - 1) · (right - 1) / (size - 1)` of those before it in the group are right on average.
  ///
  /// - Parameter groups: how many stand in each, and how many of those are right.
  static func averagePrecision(_ groups: [(size: Int, right: Int)]) -> Double {
    var (before, found, sum) = (0, 0, 0.0)
    for group in groups {
      let (size, right) = (Double(group.size), Double(group.right))
      for place in 0..<(group.right > 0 ? group.size : 0) {
        let others = group.size > 1 ? Double(place) * (right - 1) / (size - 1) : 0
        sum += right / size * (Double(found) + 1 + others) / Double(before + place + 1)
      }
      before += group.size
      found += group.right
    }
    return found == 0 ? 0 : sum / Double(found)
  }
}
