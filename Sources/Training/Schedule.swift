#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// How the learning rate goes over a run, as a factor of its peak.
///
/// Progress is the part of the run that is done, 0…1, by steps or by elapsed seconds; all lengths are parts of the run
/// too. As in big_vision (`utils.py`, `create_learning_rate_schedule`), the first update of a run with a warm-up is made
/// with factor 0.
public enum Schedule: Sendable, Hashable {
  /// The peak, after a linear warm-up.
  case constant(warmUp: Double)
  /// Half a cosine from the peak to `floor` of it, after a linear warm-up (Loshchilov & Hutter 2017).
  case cosine(warmUp: Double, floor: Double)
  /// 1 / √(1 + t / timescale) after a linear warm-up, times a linear cool-down to 0 at the end (Zhai et al. 2022).
  case reciprocalSquareRoot(warmUp: Double, timescale: Double, coolDown: Double)

  /// The factor at a progress; progress outside 0…1 counts as the nearer end.
  public func factor(at progress: Double) -> Double {
    let progress = min(1, max(0, progress))
    switch self {
    case .constant(let warmUp):
      return Self.rise(progress, warmUp)
    case .cosine(let warmUp, let floor):
      let decayed = warmUp < 1 ? max(0, progress - warmUp) / (1 - warmUp) : 0
      return (floor + (1 - floor) * 0.5 * (1 + cos(.pi * decayed))) * Self.rise(progress, warmUp)
    case .reciprocalSquareRoot(let warmUp, let timescale, let coolDown):
      let decay = 1 / (1 + max(0, progress - warmUp) / timescale).squareRoot()
      return decay * Self.rise(progress, warmUp) * Self.rise(1 - progress, coolDown)
    }
  }

  /// A straight line from 0 to 1 over `length`, then 1.
  private static func rise(_ progress: Double, _ length: Double) -> Double {
    length > 0 ? min(1, progress / length) : 1
  }

  /// Throws a sentence that names the field where a length is not a part of the run or the parts do not fit together.
  public func validate() throws {
    func part(_ name: String, _ value: Double) throws {
      guard (0...1).contains(value) else {
        throw TrainingError("schedule.\(name) is \(value); it is a part of the run, 0…1")
      }
    }
    switch self {
    case .constant(let warmUp):
      try part("warmUp", warmUp)
    case .cosine(let warmUp, let floor):
      try part("warmUp", warmUp)
      try part("floor", floor)
    case .reciprocalSquareRoot(let warmUp, let timescale, let coolDown):
      try part("warmUp", warmUp)
      try part("coolDown", coolDown)
      guard timescale > 0, timescale.isFinite else {
        throw TrainingError("schedule.timescale is \(timescale); it must be above 0")
      }
      guard warmUp + coolDown <= 1 else {
        throw TrainingError("schedule.warmUp and schedule.coolDown together are longer than the run")
      }
    }
  }
}
