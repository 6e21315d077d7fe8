import Tensors

/// What models of the same task reach, side by side: every split in every language, both directions, with the difference of
/// each model from the first.
public struct Comparison: Sendable {
  /// One of the two questions.
  public enum Direction: String, Sendable, CaseIterable {
    case textToImage = "text finds picture"
    case imageToText = "picture finds text"
  }

  /// What one model reaches in one set.
  public struct Cell: Sendable {
    /// R@1, R@5, R@10 in percent, mean over the runs.
    public let percent: [Double]
    /// Lowest and highest R@1 of a run.
    public let spread: ClosedRange<Double>
    /// R@1 and R@5 against the first model; nil for itself.
    public let differences: [PairedDifference]?
  }

  /// One split in one language, in one direction.
  public struct Row: Sendable {
    public let split: String
    public let language: String
    public let direction: Direction
    public let queries: Int
    public let gallery: Int
    /// What guessing would reach, in percent, R@1, R@5, R@10.
    public let chance: [Double]
    /// One a model.
    public let cells: [Cell]
  }

  public let title: String
  public let arms: [ComparedArm]
  public let rows: [Row]
  /// Why the models should not be compared, where a person wanted it all the same.
  public let warnings: [String]

  /// Depths of `RetrievalRecall` that differences are tested at.
  static let testedDepths = [1, 5]

  /// - Parameter arms: measured on the same sets; the first is what the others are held against.
  ///
  /// Throws `EvaluationError` where the models were asked other queries.
  public init(title: String, arms: [ComparedArm], warnings: [String] = [], seed: UInt64 = 0) throws {
    self.title = title
    self.arms = arms
    self.warnings = warnings
    var generator = SeededGenerator(seed: seed, stream: 0x636f_6d70)
    var rows: [Row] = []
    for (place, set) in (arms.first?.runs.first?.sets ?? []).enumerated() {
      let sets = try arms.map { arm in
        try arm.runs.map { run in
          guard run.sets.indices.contains(place), run.sets[place].split == set.split,
            run.sets[place].language == set.language, run.sets[place].queries == set.queries
          else {
            throw EvaluationError(
              "\(arm.name) was not asked what \(arms[0].name) was asked of \(set.split) in \(set.language).")
          }
          return run.sets[place]
        }
      }
      for direction in Direction.allCases {
        rows.append(try Row(set: set, direction: direction, sets: sets, using: &generator))
      }
    }
    self.rows = rows
  }
}

extension Comparison.Row {
  /// - Parameter sets: of every model, one a run.
  fileprivate init(
    set: ComparedArm.SetRanks, direction: Comparison.Direction, sets: [[ComparedArm.SetRanks]],
    using generator: inout SeededGenerator
  ) throws {
    func ranks(_ set: ComparedArm.SetRanks) -> RetrievalRanks {
      direction == .textToImage ? set.textToImage : set.imageToText
    }
    let known = RetrievalRecall(ranks(set))
    split = set.split
    language = set.language
    self.direction = direction
    queries = known.queries
    gallery = known.gallery
    chance = known.chance
    let first = sets[0].map { ranks($0).ranks }
    cells = try sets.enumerated().map { number, runs in
      let recalls = runs.map { RetrievalRecall(ranks($0)).percent }
      let percent = RetrievalRecall.depths.indices.map { depth in
        recalls.reduce(0) { $0 + $1[depth] } / Double(recalls.count)
      }
      let top = recalls.map { $0[0] }
      return Comparison.Cell(
        percent: percent, spread: (top.min() ?? 0)...(top.max() ?? 0),
        differences: number == 0
          ? nil
          : try Comparison.testedDepths.map { depth in
            try PairedDifference(
              first: runs.map { ranks($0).ranks }, second: first, depth: depth, using: &generator)
          })
    }
  }
}
