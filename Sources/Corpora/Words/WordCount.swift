import Runtime
import Tokenizers

/// How often words occur in the captions of some records; what has no letter is no word.
struct WordCount {
  private let store: any RecordStore
  private let records: [Int32]
  private let pool: ThreadPool
  /// Records that each thread reads at once.
  private static let stride = 256

  init(of store: any RecordStore, records: [Int32], pool: ThreadPool) {
    self.store = store
    self.records = records
    self.pool = pool
  }

  /// Adds the words of the captions in a language by their keys; keywords and labels are no captions. Records that cannot be read are
  /// passed over: training notes them.
  func add(to counts: inout [String: [String: Int]], language: String) throws {
    let segmenters = try (0..<pool.threads).map { _ in try CaptionSegmenter() }
    let step = pool.threads * Self.stride
    for start in Swift.stride(from: 0, to: records.count, by: step) {
      let words = try pool.map(min(step, records.count - start)) { index, worker -> [String] in
        guard let record = try? store.record(Int(records[start + index])) else { return [] }
        return try record.captions.filter { $0.language == language && $0.role != .keyword && $0.role != .label }
          .flatMap { try segmenters[worker].words(of: $0.text).filter(\.hasLetter).map(\.key) }
      }
      for word in words.joined() { counts[language, default: [:]][word, default: 0] += 1 }
    }
  }
}
