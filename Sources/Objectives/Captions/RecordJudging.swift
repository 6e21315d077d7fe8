import Corpora

/// An objective that keeps what it thinks of every record that it has learned from.
public protocol RecordJudging: Objective {
  /// Every record that was learned from, in order.
  var judgments: [RecordJudgment] { get }
}

/// What an objective thinks of a record.
public struct RecordJudgment: Sendable, Hashable {
  public var record: RecordFacts.Number
  /// What the record's pairs have lost, as the objective counts.
  public var loss: Double
  /// The probability that image and captions do not belong together, 0…1; nil where it has not been estimated yet.
  public var noise: Double?

  public init(record: RecordFacts.Number, loss: Double, noise: Double?) {
    self.record = record
    self.loss = loss
    self.noise = noise
  }
}
