/// Finds what occurs at several records, by hashes: sixteen bytes an occurrence.
struct RepeatedValues {
  /// One value.
  struct Group {
    let hash: UInt64
    /// Ascending, each once; at least two.
    let records: [Int]
    /// How often it occurs: more than there are records where one has it several times.
    let occurrences: Int
  }

  private struct Occurrence {
    let hash: UInt64
    let record: UInt32
  }

  private var occurrences: [Occurrence] = []

  /// Notes that a record has something of this hash.
  mutating func add(_ hash: UInt64, record: Int) {
    occurrences.append(Occurrence(hash: hash, record: UInt32(clamping: record)))
  }

  /// Everything that several records have, in the order of the first record.
  func groups() -> [Group] {
    let sorted = occurrences.sorted { ($0.hash, $0.record) < ($1.hash, $1.record) }
    var groups: [Group] = []
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end].hash == sorted[start].hash { end += 1 }
      if sorted[start].record != sorted[end - 1].record {
        var records: [Int] = []
        for occurrence in sorted[start..<end] where records.last != Int(occurrence.record) {
          records.append(Int(occurrence.record))
        }
        groups.append(Group(hash: sorted[start].hash, records: records, occurrences: end - start))
      }
      start = end
    }
    return groups.sorted { ($0.records[0], $0.hash) < ($1.records[0], $1.hash) }
  }
}
