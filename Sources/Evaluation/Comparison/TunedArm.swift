/// Values that a model tried before its training, each in a short run of its own.
public struct TunedArm: Sendable {
  /// One of the tried runs.
  public struct Trial: Sendable {
    /// What was tried, as `field=value`.
    public let setting: String
    /// Mean recall in percent: R@1, R@5, R@10 of both directions, over splits and languages.
    public let meanRecall: Double

    public init(setting: String, meanRecall: Double) {
      self.setting = setting
      self.meanRecall = meanRecall
    }
  }

  public let arm: String
  public let trials: [Trial]
  /// The setting that the model was then trained with.
  public let chosen: String

  public init(arm: String, trials: [Trial], chosen: String) {
    self.arm = arm
    self.trials = trials
    self.chosen = chosen
  }
}
