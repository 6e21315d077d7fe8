/// Values that a model tried before its training, each in a short run of its own.
public struct TunedModel: Sendable {
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

  public let model: String
  public let trials: [Trial]
  /// The setting that the model was then trained with.
  public let chosen: String

  public init(model: String, trials: [Trial], chosen: String) {
    self.model = model
    self.trials = trials
    self.chosen = chosen
  }

  /// Whether the best of three or more numbers for one field was the lowest or the highest, so that better ones may lie beyond.
  public var isAtGridBoundary: Bool {
    let tried = trials.map { $0.setting.split(separator: "=", maxSplits: 1) }
    let values = tried.compactMap { $0.count == 2 ? Double($0[1]) : nil }
    guard Set(tried.map(\.first)).count == 1, values.count == trials.count, values.count > 2,
      let kept = trials.firstIndex(where: { $0.setting == chosen })
    else { return false }
    return values[kept] == values.min() || values[kept] == values.max()
  }

  /// What became of a setting, in a word or two.
  package func verdict(on trial: Trial) -> String {
    guard trial.setting == chosen else { return "" }
    return isAtGridBoundary ? "kept, at the edge of what was tried" : "kept"
  }
}
