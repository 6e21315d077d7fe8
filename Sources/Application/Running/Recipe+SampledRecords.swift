import Corpora
import Recipes

extension Recipe {
  /// Records of a part that are looked at.
  private static let sampledRecords = 2000

  /// Looks at some training records of every part, evenly spread, until one is found.
  ///
  /// - Parameter isFound: whether a record is one.
  /// - Returns: whether any is, and how many were looked at. What cannot be read is noted in training.
  func findRecord(
    in corpus: Corpus, where isFound: (CaptionedImage) throws -> Bool
  ) rethrows -> (isFound: Bool, looked: Int) {
    var looked = 0
    for part in corpus.parts {
      let records = Set(languages.flatMap { part.store.catalog.records(of: .train, in: $0) }).sorted()
      for place in stride(from: 0, to: records.count, by: max(1, records.count / Self.sampledRecords)) {
        looked += 1
        if let record = try? part.store.record(Int(records[place])), try isFound(record) { return (true, looked) }
      }
    }
    return (false, looked)
  }
}
