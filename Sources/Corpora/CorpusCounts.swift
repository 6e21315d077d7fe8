/// How much of what a corpus holds.
public struct CorpusCounts: Sendable, Equatable {
  /// In the order in which people list them.
  public let splits: [CorpusSplit]
  /// Images a split, whatever the language.
  public let images: [CorpusSplit: Int]
  /// Images a split and language that have a caption in it.
  public let captioned: [CorpusSplit: [String: Int]]

  public init(splits: [CorpusSplit], images: [CorpusSplit: Int], captioned: [CorpusSplit: [String: Int]]) {
    self.splits = splits
    self.images = images
    self.captioned = captioned
  }

  /// Counts what catalogs list.
  init(_ catalogs: [RecordCatalog]) {
    var splits: [CorpusSplit] = []
    var images: [CorpusSplit: Int] = [:]
    var captioned: [CorpusSplit: [String: Int]] = [:]
    for catalog in catalogs {
      for split in catalog.splits where !splits.contains(split) { splits.append(split) }
      for (split, count, languages) in catalog.groups {
        images[split, default: 0] += count
        for language in languages { captioned[split, default: [:]][language, default: 0] += count }
      }
    }
    self.init(splits: splits, images: images, captioned: captioned)
  }

  /// All languages, those of most images first, then by name.
  var languages: [String] {
    var totals: [String: Int] = [:]
    for languages in captioned.values { totals.merge(languages, uniquingKeysWith: +) }
    return totals.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }
}

extension RecordCatalog {
  /// Records that share split and languages, counted.
  var groups: [(split: CorpusSplit, count: Int, languages: [String])] {
    var counts = [Int](repeating: 0, count: splits.count * languageSets.count)
    for index in splitOf.indices {
      counts[Int(splitOf[index]) * languageSets.count + Int(languageSetOf[index])] += 1
    }
    return counts.indices.compactMap { place in
      counts[place] == 0
        ? nil : (splits[place / languageSets.count], counts[place], languageSets[place % languageSets.count])
    }
  }
}
