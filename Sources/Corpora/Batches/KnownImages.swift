/// Images whose embeddings are known, so that training need not read them.
public struct KnownImages: Sendable, Equatable {
  /// For every part of the corpus the hash of each record's image; 0 where it is not known.
  private var hashes: [[UInt64]]

  /// - Parameter counts: records of each part.
  public init(counts: [Int]) { hashes = counts.map { [UInt64](repeating: 0, count: $0) } }

  /// Of the image's bytes; nil where the image is not known.
  public func hash(of number: RecordFacts.Number) -> UInt64? {
    guard hashes.indices.contains(number.part), hashes[number.part].indices.contains(number.record) else { return nil }
    let hash = hashes[number.part][number.record]
    return hash == 0 ? nil : hash
  }

  /// Makes an image known. Numbers of no record are let go.
  public mutating func add(_ number: RecordFacts.Number, hash: UInt64) {
    guard hashes.indices.contains(number.part), hashes[number.part].indices.contains(number.record) else { return }
    // 0 says that an image is not known.
    hashes[number.part][number.record] = max(1, hash)
  }
}
