import Schema

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// How the learning rate goes over a run, as a factor of its peak.
///
/// Progress is the part of the run that is done, 0…1, by steps or by elapsed seconds; all lengths are parts of the run
/// too. As in big_vision (`utils.py`, `create_learning_rate_schedule`), the first update of a run with a warm-up is made
/// with factor 0.
public enum Schedule: RecipeChoice, Hashable {
  case constant(Constant)
  case cosine(Cosine)
  case reciprocalSquareRoot(ReciprocalSquareRoot)

  package static var kinds: [RecipeKind<Schedule>] {
    [
      .kind("constant", Schedule.constant) { if case .constant(let settings) = $0 { settings } else { nil } },
      .kind("cosine", Schedule.cosine) { if case .cosine(let settings) = $0 { settings } else { nil } },
      .kind("rsqrt", Schedule.reciprocalSquareRoot) {
        if case .reciprocalSquareRoot(let settings) = $0 { settings } else { nil }
      },
    ]
  }

  /// The peak, after a linear warm-up.
  public struct Constant: RecipeSection, Hashable {
    /// Part of the run until the peak.
    public var warmUp = 0.05

    public init() {}

    package static var fields: [RecipeField<Constant>] { [.value("warmup", \.warmUp, in: 0...1)] }
  }

  /// Half a cosine from the peak to `floor` of it, after a linear warm-up (Loshchilov & Hutter 2017).
  public struct Cosine: RecipeSection, Hashable {
    /// Part of the run until the peak.
    public var warmUp = 0.05
    /// What is left at the end, as a part of the peak.
    public var floor = 0.02

    public init() {}

    package static var fields: [RecipeField<Cosine>] {
      [.value("warmup", \.warmUp, in: 0...1), .value("floor", \.floor, in: 0...1)]
    }
  }

  /// 1 / √(1 + t / timescale) after a linear warm-up, times a linear cool-down to 0 at the end (Zhai et al. 2022).
  public struct ReciprocalSquareRoot: RecipeSection, Hashable {
    /// Part of the run until the peak.
    public var warmUp = 0.1
    /// Part of the run in the last line down.
    public var coolDown = 0.1
    /// Part of the run after which the rate has fallen by the square root of two.
    public var timescale = 0.1

    public init() {}

    package static var fields: [RecipeField<ReciprocalSquareRoot>] {
      [
        .value("warmup", \.warmUp, in: 0...1), .value("cooldown", \.coolDown, in: 0...1),
        .value("timescale", \.timescale, in: 1e-6...1e6),
      ]
    }

    package func validate(at path: RecipePath) throws(RecipeError) {
      guard warmUp + coolDown <= 1 else {
        throw path.field("cooldown").error("\(coolDown) and warmup, \(warmUp), are together longer than the run")
      }
    }
  }

  /// The factor at a progress; progress outside 0…1 counts as the nearer end.
  public func factor(at progress: Double) -> Double {
    let progress = min(1, max(0, progress))
    switch self {
    case .constant(let settings):
      return Self.rise(progress, settings.warmUp)
    case .cosine(let settings):
      let (warmUp, floor) = (settings.warmUp, settings.floor)
      let decayed = warmUp < 1 ? max(0, progress - warmUp) / (1 - warmUp) : 0
      return (floor + (1 - floor) * 0.5 * (1 + cos(.pi * decayed))) * Self.rise(progress, warmUp)
    case .reciprocalSquareRoot(let settings):
      let decay = 1 / (1 + max(0, progress - settings.warmUp) / settings.timescale).squareRoot()
      return decay * Self.rise(progress, settings.warmUp) * Self.rise(1 - progress, settings.coolDown)
    }
  }

  /// A straight line from 0 to 1 over `length`, then 1.
  private static func rise(_ progress: Double, _ length: Double) -> Double {
    length > 0 ? min(1, progress / length) : 1
  }

  /// Throws a sentence that names the field where a length is out of its range or the parts do not fit together.
  public func validate() throws {
    var again = self
    try again.update(from: json, at: RecipePath(text: "schedule"))
  }
}

extension Schedule {
  public static func constant(warmUp: Double) -> Schedule {
    var settings = Constant()
    settings.warmUp = warmUp
    return .constant(settings)
  }

  public static func cosine(warmUp: Double, floor: Double) -> Schedule {
    var settings = Cosine()
    (settings.warmUp, settings.floor) = (warmUp, floor)
    return .cosine(settings)
  }

  public static func reciprocalSquareRoot(warmUp: Double, timescale: Double, coolDown: Double) -> Schedule {
    var settings = ReciprocalSquareRoot()
    (settings.warmUp, settings.timescale, settings.coolDown) = (warmUp, timescale, coolDown)
    return .reciprocalSquareRoot(settings)
  }
}
