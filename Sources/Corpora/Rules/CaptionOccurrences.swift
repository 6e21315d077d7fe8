/// Which captions stand at which images, by hashes: sixteen bytes an occurrence, whatever the text.
struct CaptionOccurrences {
  private struct Occurrence: Hashable {
    let caption: UInt64
    let image: UInt64
  }

  private var occurrences: [Occurrence] = []

  mutating func add(caption: UInt64, image: UInt64) {
    occurrences.append(Occurrence(caption: caption, image: image))
  }

  /// Captions of more different images than `limit`, each with their number.
  mutating func captions(ofMoreThan limit: Int) -> [UInt64: Int] {
    occurrences.sort { ($0.caption, $0.image) < ($1.caption, $1.image) }
    return crowds(limit) { $0.caption }
  }

  /// Images of more different captions than `limit`, each with their number.
  mutating func images(ofMoreThan limit: Int) -> [UInt64: Int] {
    occurrences.sort { ($0.image, $0.caption) < ($1.image, $1.caption) }
    return crowds(limit) { $0.image }
  }

  /// Counts different occurrences that follow each other and are equal in one respect.
  private func crowds(_ limit: Int, of part: (Occurrence) -> UInt64) -> [UInt64: Int] {
    var crowds: [UInt64: Int] = [:]
    var start = 0
    while start < occurrences.count {
      var (end, different) = (start + 1, 1)
      while end < occurrences.count, part(occurrences[end]) == part(occurrences[start]) {
        if occurrences[end] != occurrences[end - 1] { different += 1 }
        end += 1
      }
      if different > limit { crowds[part(occurrences[start])] = different }
      start = end
    }
    return crowds
  }
}
