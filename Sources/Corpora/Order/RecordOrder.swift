/// In which order records are visited, epoch after epoch: a rule, not a list.
struct RecordOrder {
  /// Numbers of the records, ascending.
  let records: [Int32]
  private let rule: ShuffleRule
  private let seed: UInt64
  /// Where each file's records begin in `records`, and where the last ends.
  private let fileBounds: [Int]
  private var files: FileOrder?

  /// The files of one epoch as they follow each other.
  private struct FileOrder {
    let epoch: Int
    /// Where each file begins in `records`.
    var starts: [Int] = []
    /// At which place of the epoch each file begins, ascending.
    var places: [Int] = []
  }

  /// - Parameter fileStarts: numbers of the records with which files begin, ascending.
  init(records: [Int32], fileStarts: [Int], rule: ShuffleRule, seed: UInt64) {
    self.records = records
    self.rule = rule
    self.seed = seed
    var bounds: [Int] = []
    for start in fileStarts {
      let bound = records.partitioningIndex { $0 >= start }
      if bounds.last != bound { bounds.append(bound) }
    }
    if bounds.last != records.count { bounds.append(records.count) }
    fileBounds = bounds
  }

  /// The record of the `visit`-th visit since the beginning; `records` must not be empty.
  mutating func record(visit: Int) -> Int {
    let (epoch, place) = visit.quotientAndRemainder(dividingBy: records.count)
    switch rule {
    case .everything:
      return Int(records[SeededPermutation(count: records.count, seed: key(epoch, 0))[place]])
    case .window(let size):
      let first = place / size * size
      let window = SeededPermutation(count: min(size, records.count - first), seed: key(epoch, 2 &+ UInt64(first)))
      return Int(records[index(ofPlace: first + window[place - first], in: epoch)])
    }
  }

  /// Where in `records` a place of an epoch lies, when files follow each other in that epoch's order.
  private mutating func index(ofPlace place: Int, in epoch: Int) -> Int {
    let order = files(of: epoch)
    let file = order.places.partitioningIndex { $0 > place } - 1
    return order.starts[file] + place - order.places[file]
  }

  private mutating func files(of epoch: Int) -> FileOrder {
    if let files, files.epoch == epoch { return files }
    let permutation = SeededPermutation(count: fileBounds.count - 1, seed: key(epoch, 1))
    var order = FileOrder(epoch: epoch)
    var place = 0
    for position in 0..<fileBounds.count - 1 {
      let file = permutation[position]
      order.starts.append(fileBounds[file])
      order.places.append(place)
      place += fileBounds[file + 1] - fileBounds[file]
    }
    files = order
    return order
  }

  private func key(_ epoch: Int, _ purpose: UInt64) -> UInt64 {
    SeededPermutation.mixed(SeededPermutation.mixed(seed &+ UInt64(epoch)) &+ purpose)
  }
}

extension Array {
  /// The first index whose element fulfils `belongs`, where all that follow do too.
  func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
