import JSON
import Runtime
import Tensors

/// All that a run is at one moment: what is not in here cannot influence the next step.
public struct CheckpointContent: Sendable {
  /// Updates made.
  public var step: Int
  /// Training time, all sessions together.
  public var elapsedSeconds: Double
  /// The model's parameters, float32, under their stable names.
  public var parameters: [ArrayEntry]
  /// `Optimizer.state`.
  public var optimizer: [ArrayEntry]
  /// `PreparedObjective.arrays`; empty for an objective without heads and memory.
  public var objective: [ArrayEntry]
  /// The weights of a teacher that averages those of the student; empty where there is none.
  public var teacherWeights: [ArrayEntry]
  /// Every generator of random numbers, under a name of its owner's choice.
  public var generators: [String: SeededGenerator]
  /// Where the corpus is being read, in the loader's own words.
  public var loader: JSONValue
  /// What was seen and lost so far, in the trainer's own words.
  public var counts: JSONValue
  /// The resolved recipe of the run.
  public var recipe: JSONValue
  /// What the renderer was: fonts by hash, size, wrap rule, normal form, version.
  public var rendererContract: JSONValue
  /// What the tokenizer was: kind, options, vocabulary; null where the model reads pages.
  public var tokenizerContract: JSONValue
  /// What the corpus was: a `CorpusFingerprint`; null where nobody trained here, and in checkpoints from before there were any.
  public var corpus: JSONValue
  /// Whose outputs are learned from, in the words of whoever trains; null where there is no teacher.
  public var teacher: JSONValue
  /// The lists of entities that captions are cut by, in the words of whoever trains; null where there are none.
  public var entities: JSONValue
  /// Best and latest numbers so far, in the trainer's own words.
  public var metrics: JSONValue

  public init(
    step: Int, elapsedSeconds: Double, parameters: [ArrayEntry], optimizer: [ArrayEntry],
    objective: [ArrayEntry] = [], teacherWeights: [ArrayEntry] = [], generators: [String: SeededGenerator] = [:],
    loader: JSONValue = .null,
    counts: JSONValue = .null,
    recipe: JSONValue = .null, rendererContract: JSONValue = .null, tokenizerContract: JSONValue = .null,
    corpus: JSONValue = .null, teacher: JSONValue = .null, entities: JSONValue = .null,
    metrics: JSONValue = .null
  ) {
    self.step = step
    self.elapsedSeconds = elapsedSeconds
    self.parameters = parameters
    self.optimizer = optimizer
    self.objective = objective
    self.teacherWeights = teacherWeights
    self.generators = generators
    self.loader = loader
    self.counts = counts
    self.recipe = recipe
    self.rendererContract = rendererContract
    self.tokenizerContract = tokenizerContract
    self.corpus = corpus
    self.teacher = teacher
    self.entities = entities
    self.metrics = metrics
  }
}
