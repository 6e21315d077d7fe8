import Corpora

/// A model that is compared, trained once or with several seeds.
public struct ComparedModel: Sendable {
  /// One training.
  public struct Run: Sendable {
    public let seed: Int
    public let steps: Int
    /// Time spent training, evaluation not counted.
    public let seconds: Double
    /// Of the median step.
    public let pairsPerSecond: Double
    public let peakMemoryBytes: Int
    public let checkpointBytes: Int
    public let progress: [RecallPoint]
    public let sets: [SetRanks]
    /// Sets in languages that training held nothing of.
    public let unseenSets: [SetRanks]

    public init(
      seed: Int, steps: Int, seconds: Double, pairsPerSecond: Double, peakMemoryBytes: Int, checkpointBytes: Int,
      progress: [RecallPoint], sets: [SetRanks], unseenSets: [SetRanks] = []
    ) {
      self.seed = seed
      self.steps = steps
      self.seconds = seconds
      self.pairsPerSecond = pairsPerSecond
      self.peakMemoryBytes = peakMemoryBytes
      self.checkpointBytes = checkpointBytes
      self.progress = progress
      self.sets = sets
      self.unseenSets = unseenSets
    }
  }

  /// Where the right items stand for the queries of one split in one language.
  public struct SetRanks: Sendable {
    public let split: String
    public let language: String
    /// Texts that ask.
    public let queries: [String]
    public let textToImage: RetrievalRanks
    public let imageToText: RetrievalRanks
    /// The same queries spelled or drawn otherwise.
    public let changes: [ChangedRanks]

    public init(
      split: String, language: String, queries: [String], textToImage: RetrievalRanks, imageToText: RetrievalRanks,
      changes: [ChangedRanks] = []
    ) {
      self.split = split
      self.language = language
      self.queries = queries
      self.textToImage = textToImage
      self.imageToText = imageToText
      self.changes = changes
    }
  }

  /// Where the right images stand for queries that are spelled or drawn otherwise.
  public struct ChangedRanks: Sendable {
    public let change: QueryChange
    /// Places of the queries among the set's, ascending; the others have nothing that could change.
    public let queries: [Int]
    /// Place of each one's image.
    public let ranks: [TiedRank]

    public init(change: QueryChange, queries: [Int], ranks: [TiedRank]) {
      self.change = change
      self.queries = queries
      self.ranks = ranks
    }
  }

  public let name: String
  /// What it is, in a few words.
  public let about: String
  /// Trained values by what they belong to.
  public let parameters: [(part: String, count: Int)]
  /// Floating-point operations of a training step, a pair.
  public let operationsPerPair: Double
  public let batch: Int
  /// How long the queries of each language are for the model.
  public let lengths: [CaptionLengths]
  /// The same of languages that training held nothing of.
  public let unseenLengths: [CaptionLengths]
  public let runs: [Run]

  public init(
    name: String, about: String, parameters: [(part: String, count: Int)], operationsPerPair: Double, batch: Int,
    lengths: [CaptionLengths], unseenLengths: [CaptionLengths] = [], runs: [Run]
  ) {
    self.name = name
    self.about = about
    self.parameters = parameters
    self.operationsPerPair = operationsPerPair
    self.batch = batch
    self.lengths = lengths
    self.unseenLengths = unseenLengths
    self.runs = runs
  }

  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// Mean over the runs.
  package func mean(_ value: (Run) -> Double) -> Double {
    runs.isEmpty ? 0 : runs.reduce(0) { $0 + value($1) } / Double(runs.count)
  }
}
