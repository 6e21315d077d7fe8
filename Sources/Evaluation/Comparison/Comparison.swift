import Runtime

/// What models of the same task reach, side by side: every split in every language, both directions, with the difference of
/// each model from the first.
public struct Comparison: Sendable {
  /// One of the two questions.
  public enum Direction: String, Sendable, CaseIterable {
    case textToImage = "text→image"
    case imageToText = "image→text"
  }

  /// Queries of one split in one direction that belong together.
  public struct Row: Sendable {
    public let split: String
    /// A language's tag, a script's ISO 15924 code, or `all`.
    public let group: String
    public let direction: Direction
    public let queries: Int
    /// Items that each query chose from; nil where queries have galleries of their own.
    public let gallery: Int?
    /// What guessing would reach, in percent, R@1, R@5, R@10.
    public let chance: [Double]
    /// One a model.
    public let cells: [ComparedRecall]
  }

  public let title: String
  public let models: [ComparedModel]
  /// All queries of a split together, both directions.
  public let totals: [Row]
  /// By language, both directions.
  public let rows: [Row]
  /// By the script that a query is written in, whatever its language; texts that find images.
  public let scripts: [Row]
  /// By language that training held nothing of, both directions.
  public let unseen: [Row]
  /// What perturbed queries lose.
  public let robustness: [RobustnessRow]
  /// Why the models should not be compared, where a person wanted it all the same.
  public let warnings: [String]
  /// Sentences on sets in which a model's embeddings do not tell images or texts apart; the first few.
  public var alike: [String] {
    let sentences = models.flatMap { model in
      model.runs.flatMap { run in
        RecallTable(
          rows: (run.sets + run.unseenSets).map { set in
            RecallRow(split: set.split, language: set.language, ranks: (set.textToImage, set.imageToText))
          }
        ).warnings.map { "\(model.name), seed \(run.seed), \($0)" }
      }
    }
    return Array(sentences.prefix(8))
  }

  /// Values that each model tried before its training, where the comparison tuned them.
  public var tuning: [TunedModel] = []

  /// - Parameter models: measured on the same sets; the first is what the others are held against.
  ///
  /// Throws `EvaluationError` where the models were asked other queries.
  public init(title: String, models: [ComparedModel], warnings: [String] = [], seed: UInt64 = 0) throws {
    self.title = title
    self.models = models
    self.warnings = warnings
    var generator = SeededGenerator(seed: seed, stream: 0x636f_6d70)
    let sets = try AlignedSets.all(of: models, \.sets)
    totals = try Direction.allCases.flatMap { try PooledRows.splits(sets, $0).rows(using: &generator) }
    rows = try sets.flatMap { try $0.rows(using: &generator) }
    scripts = try PooledRows.scripts(sets).rows(using: &generator)
    unseen = try AlignedSets.all(of: models, \.unseenSets).flatMap { try $0.rows(using: &generator) }
    robustness = try RobustnessRow.all(sets, using: &generator)
  }
}
