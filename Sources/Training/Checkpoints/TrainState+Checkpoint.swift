import Corpora
import JSON
import Models
import Objectives
import TextRendering

extension CheckpointContent {
  /// What a run is now. The arrays look at the run's own memory: save before the next update.
  public init(
    _ state: TrainState, parameters: ParameterStore, optimizer: any Optimizer, average: ExponentialMovingAverage? = nil,
    objective: PreparedObjective? = nil, averagedTeacher: ExponentialMovingAverage? = nil, recipe: JSONValue,
    rendererContract: JSONValue, tokenizerContract: JSONValue = .null, corpus: JSONValue = .null,
    teacher: JSONValue = .null, entities: JSONValue = .null, metrics: JSONValue = .null
  ) {
    let heads = average?.headArrays
    self.init(
      step: state.step, elapsedSeconds: state.seconds, parameters: average?.arrays ?? parameters.arrays,
      optimizer: optimizer.state + (average?.weights ?? []),
      objective: objective.map { objective in heads.map { objective.arrays(heads: $0) } ?? objective.arrays } ?? [],
      teacherWeights: averagedTeacher?.averaged ?? [],
      loader: state.loader.json,
      counts: [
        "pairs": .integer(state.pairs), "tokens": .integer(state.tokens), "lost": state.truncation.checkpointed,
      ],
      recipe: recipe, rendererContract: rendererContract, tokenizerContract: tokenizerContract,
      corpus: corpus, teacher: teacher, entities: entities, metrics: metrics)
  }

  /// Weights that no run here has trained: where training would begin.
  public init(
    weights: ParameterStore, seed: UInt64, recipe: JSONValue, rendererContract: JSONValue,
    tokenizerContract: JSONValue = .null
  ) {
    let state = TrainState(loader: LoaderState(seed: seed))
    self.init(
      step: 0, elapsedSeconds: 0, parameters: weights.arrays, optimizer: [], loader: state.loader.json,
      counts: ["pairs": 0, "tokens": 0, "lost": state.truncation.checkpointed], recipe: recipe,
      rendererContract: rendererContract, tokenizerContract: tokenizerContract)
  }

  /// Where the saved run stood. Throws where a part is missing.
  public func trainState() throws -> TrainState {
    let loader = try LoaderState(json: loader, origin: "the checkpoint's 'loader'")
    guard let pairs = counts["pairs"]?.intValue, let tokens = counts["tokens"]?.intValue,
      let truncation = counts["lost"].flatMap({ TextTruncation(checkpointed: $0) })
    else { throw TrainingError(Self.complaint("counts")) }
    var state = TrainState(loader: loader)
    state.step = step
    state.seconds = elapsedSeconds
    state.pairs = pairs
    state.tokens = tokens
    state.truncation = truncation
    return state
  }

  private static func complaint(_ part: String) -> String {
    "the checkpoint's '\(part)' is not what a run can continue from; take another checkpoint"
  }
}

extension TextTruncation {
  fileprivate var checkpointed: JSONValue {
    let missing = missing.sorted { $0.key < $1.key }.map {
      JSONValue.array([.integer(Int($0.key)), .integer($0.value)])
    }
    return [
      "missing": .array(missing), "truncatedCharacters": .integer(truncatedCharacters),
      "truncatedLines": .integer(truncatedLines), "replacedBytes": .integer(replacedBytes),
      "unknownTokens": .integer(unknownTokens), "truncatedTokens": .integer(truncatedTokens),
    ]
  }

  fileprivate init?(checkpointed value: JSONValue) {
    guard let missing = value["missing"]?.arrayValue, let characters = value["truncatedCharacters"]?.intValue,
      let lines = value["truncatedLines"]?.intValue, let bytes = value["replacedBytes"]?.intValue
    else { return nil }
    self.init()
    truncatedCharacters = characters
    truncatedLines = lines
    replacedBytes = bytes
    // Checkpoints from before there were tokens have none.
    unknownTokens = value["unknownTokens"]?.intValue ?? 0
    truncatedTokens = value["truncatedTokens"]?.intValue ?? 0
    for entry in missing {
      guard let pair = entry.arrayValue, pair.count == 2, let count = pair[1].intValue,
        let codePoint = pair[0].intValue.flatMap({ UInt32(exactly: $0) })
      else { return nil }
      self.missing[codePoint] = count
    }
  }
}
