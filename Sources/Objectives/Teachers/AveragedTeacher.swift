/// A teacher that is the student itself with a running average of its weights.
public struct AveragedTeacher: Sendable, Hashable {
  /// The part of the average that a step keeps, 0…1.
  public var decay: Double
  /// Whether it keeps less early on, (1 + n) / (10 + n) before step n.
  public var rises: Bool

  public init(decay: Double, rises: Bool = false) {
    self.decay = decay
    self.rises = rises
  }
}
