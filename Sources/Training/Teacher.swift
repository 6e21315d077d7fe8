/// Whose outputs a student learns from.
public enum Teacher {
  /// A finished model, which training does not change.
  case finished(FinishedTeacher)
  /// The student itself with a running average of its weights (mean teacher, Tarvainen and Valpola 2017; MoCo's momentum encoder, He
  /// et al. 2020), which follows them before every step.
  case average(ExponentialMovingAverage)

  /// The average, where it is one.
  public var average: ExponentialMovingAverage? {
    if case .average(let average) = self { average } else { nil }
  }
}
