import Autograd
import Schema
import Training

/// How long, how much at once, and how often something else is done.
public struct TrainingRecipe: RecipeSection {
  /// Pairs in a step.
  public var batch = 128
  /// Steps at most; 0 sets no limit.
  public var steps = 0
  /// Seconds of training at most; 0 sets no limit.
  public var seconds = 540.0
  public var precision = PrecisionWord.automatic
  /// What is computed again in the backward pass, so that it need not be kept.
  public var activationCheckpointing = ActivationCheckpointing.normsAndActivations
  /// Tokens embedded at a time; 0 takes as many as keep a gibibyte of activations.
  public var microBatchTokens = 0
  /// Gibibytes of activations kept at most. Chunks of a batch that find no room are embedded a second time, with the same
  /// result. 0 takes half of the memory that is free at the start.
  public var activationMemoryGiB = 0.0
  /// Largest norm of the gradients of a step; 0 does not clip.
  public var gradientClipNorm = 1.0
  /// Part of a running average of the weights that a step keeps, such as 0.999; the average is what is measured, saved and
  /// used. 0 averages nothing.
  public var emaDecay = 0.0
  /// Which weights are the run's model afterwards.
  public var selectCheckpoint = CheckpointSelection.last
  /// Parameters that are trained otherwise than the rest; the first group that a name belongs to is the one that counts.
  public var parameterGroups: [ParameterGroup] = []
  /// Worker threads; 0 takes every core.
  public var threads = 0
  /// Threads that prepare batches ahead while others are trained on; 0 prepares each batch on the worker threads when it is
  /// needed, which is faster where those already keep every core busy.
  public var loaderThreads = 0
  /// Mebibytes of batches that are prepared ahead.
  public var prefetch = 256
  /// Seconds between evaluations.
  public var evaluateEvery = 60.0
  /// Queries of each split and language that these ask at most; the end asks all. 0 always asks all.
  public var evaluateQueries = 2000
  /// Seconds between checkpoints.
  public var checkpointEvery = 120.0

  public init() {}

  package static var fields: [RecipeField<TrainingRecipe>] {
    [
      .value("batch", \.batch, in: 2...1_000_000), .value("steps", \.steps, in: 0...1_000_000_000),
      .value("seconds", \.seconds, in: 0...1e9), .value("precision", \.precision),
      .value("activationCheckpointing", \.activationCheckpointing),
      .value("microBatchTokens", \.microBatchTokens, in: 0...1_000_000_000),
      .value("activationMemoryGiB", \.activationMemoryGiB, in: 0...1e6),
      .value("gradientClipNorm", \.gradientClipNorm, in: 0...1e6), .value("emaDecay", \.emaDecay, in: 0...0.999999),
      .value("selectCheckpoint", \.selectCheckpoint),
      .sections("parameterGroups", \.parameterGroups),
      .value("threads", \.threads, in: 0...1024),
      .value("loaderThreads", \.loaderThreads, in: 0...1024), .value("prefetch", \.prefetch, in: 1...1_000_000),
      .value("evaluateEvery", \.evaluateEvery, in: 1...1e9),
      .value("evaluateQueries", \.evaluateQueries, in: 0...1_000_000_000),
      .value("checkpointEvery", \.checkpointEvery, in: 1...1e9),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    guard steps > 0 || seconds > 0 else {
      throw path.error("neither steps nor seconds sets an end; give at least one of them")
    }
  }
}

/// Which weights are a run's model.
public enum CheckpointSelection: String, RecipeWord {
  /// Those of the last step.
  case last
  /// Those of the evaluation with the highest mean recall, where a small corpus overfits in the end. They are chosen by
  /// what is then reported of them.
  case best
}

/// The numbers that dense products are made in.
public enum PrecisionWord: String, RecipeWord {
  /// bfloat16 where the processor multiplies it fast, else float32.
  case automatic
  case float32
  /// float32, each product made of three in bfloat16, where the processor has AMX: sixteen bits instead of 24, faster.
  case bfloat16x3
  case bfloat16
}

extension ActivationCheckpointing: RecipeWord {}

extension TrainingRecipe {
  /// When the run ends.
  public var length: TrainingPlan.Length {
    switch (steps, seconds) {
    case (0, _): .seconds(seconds)
    case (_, 0): .steps(steps)
    default: .either(steps: steps, seconds: seconds)
    }
  }
}
