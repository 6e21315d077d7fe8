import Corpora
import Tensors

/// The losses of records, each a running mean of what its pairs had: 20 bytes a record and what a dictionary takes besides.
struct RecordLosses {
  private var losses: [RecordFacts.Number: Float] = [:]

  var count: Int { losses.count }

  /// What a record's loss becomes with another one of it.
  ///
  /// - Parameter momentum: share of what was there, 0…1; a record's first loss is taken as it is.
  func updated(_ record: RecordFacts.Number, by loss: Double, momentum: Double) -> Double {
    losses[record].map { momentum * Double($0) + (1 - momentum) * loss } ?? loss
  }

  subscript(record: RecordFacts.Number) -> Double? {
    get { losses[record].map(Double.init) }
    set { losses[record] = newValue.map(Float.init) }
  }

  /// The losses in the records' order, some of them where there are more than `limit`, spread evenly.
  func values(atMost limit: Int) -> [Double] {
    let sorted = self.sorted
    guard sorted.count > limit else { return sorted.map { Double($0.value) } }
    return (0..<limit).map { Double(sorted[$0 * sorted.count / limit].value) }
  }

  /// In the records' order.
  var sorted: [(key: RecordFacts.Number, value: Float)] {
    losses.sorted { ($0.key.part, $0.key.record) < ($1.key.part, $1.key.record) }
  }

  static let names = [partsName, recordsName, lossesName]
  private static let (partsName, recordsName, lossesName) = ("parts", "records", "losses")

  /// As a checkpoint keeps them.
  var entries: [ArrayEntry] {
    let sorted = self.sorted
    return [
      .numbers(Self.partsName, sorted.map { Int64($0.key.part) }),
      .numbers(Self.recordsName, sorted.map { Int64($0.key.record) }), .numbers(Self.lossesName, sorted.map(\.value)),
    ]
  }

  init() {}

  /// Throws, naming the array, where one is missing or they do not go together.
  init(_ entries: [ArrayEntry]) throws {
    let parts = try entries.named(Self.partsName).numbers(as: Int64.self)
    let records = try entries.named(Self.recordsName).numbers(as: Int64.self)
    let values = try entries.named(Self.lossesName).numbers(as: Float.self)
    guard parts.count == records.count, records.count == values.count else {
      throw ObjectiveError(
        "the saved objective's arrays 'parts', 'records' and 'losses' have \(parts.count), \(records.count) and "
          + "\(values.count) elements, and should have as many; it is damaged")
    }
    for (place, value) in values.enumerated() {
      losses[.init(part: Int(parts[place]), record: Int(records[place]))] = value
    }
  }
}
