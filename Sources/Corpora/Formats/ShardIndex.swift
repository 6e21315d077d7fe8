/// Where the samples of one tar shard lie: about sixty bytes a sample, whatever the pictures weigh.
struct ShardIndex: Sendable, Equatable {
  /// Where a caption lies.
  struct Text: Equatable {
    let offset: Int
    let count: Int
    let isJSON: Bool
  }

  let path: String
  /// Of the shard when it was listed.
  let size: Int
  let changed: Int
  /// Sets of language tags; a tag is empty where the caption names no language.
  private(set) var languageSets: [[String]] = []
  private(set) var samples = Samples()
  private(set) var problems = SkippedParts()

  /// One entry a sample in each.
  struct Samples: Sendable, Equatable {
    var keyEnds: [UInt32] = []
    var endings: [UInt8] = []
    var pictureOffsets: [UInt64] = []
    var pictureCounts: [UInt32] = []
    var textOffsets: [UInt64] = []
    var textCounts: [UInt32] = []
    var textIsJSON: [UInt8] = []
    var languageSet: [UInt32] = []
    /// All keys, one behind the other.
    var keys: [UInt8] = []
  }

  var count: Int { samples.keyEnds.count }

  func key(_ sample: Int) -> String {
    let start = sample == 0 ? 0 : Int(samples.keyEnds[sample - 1])
    return String(decoding: samples.keys[start..<Int(samples.keyEnds[sample])], as: UTF8.self)
  }

  /// The element of `languageSets` that a sample has.
  func languageSet(of sample: Int) -> Int { Int(samples.languageSet[sample]) }

  func picture(_ sample: Int) -> PictureLocation {
    .member(
      archive: path, name: "\(key(sample)).\(PictureEnding.all[Int(samples.endings[sample])])",
      offset: Int(samples.pictureOffsets[sample]), count: Int(samples.pictureCounts[sample]))
  }

  func text(_ sample: Int) -> Text {
    Text(
      offset: Int(samples.textOffsets[sample]), count: Int(samples.textCounts[sample]),
      isJSON: samples.textIsJSON[sample] != 0)
  }

  /// An empty list of a file.
  init(of file: OpenFile) {
    self.init(
      path: file.path, size: file.size, changed: file.changed, languageSets: [], samples: Samples(),
      problems: SkippedParts())
  }

  mutating func add(_ problem: CorpusProblem) { problems.add(problem) }

  mutating func add(_ others: SkippedParts) { problems.add(others) }

  /// Adds a sample.
  ///
  /// - Parameter ending: the place of the picture's ending in `PictureEnding.all`.
  mutating func add(
    _ key: String, picture: (offset: Int, count: UInt32), ending: Int, text: Text, languages: [String]
  ) {
    samples.keys += Array(key.utf8)
    samples.keyEnds.append(UInt32(clamping: samples.keys.count))
    samples.endings.append(UInt8(clamping: ending))
    samples.pictureOffsets.append(UInt64(picture.offset))
    samples.pictureCounts.append(picture.count)
    samples.textOffsets.append(UInt64(text.offset))
    samples.textCounts.append(UInt32(clamping: text.count))
    samples.textIsJSON.append(text.isJSON ? 1 : 0)
    samples.languageSet.append(number(of: languages))
  }

  private mutating func number(of languages: [String]) -> UInt32 {
    if let known = languageSets.firstIndex(of: languages) { return UInt32(known) }
    languageSets.append(languages)
    return UInt32(languageSets.count - 1)
  }

  /// Parts that were read from a cache; the caller has checked that they fit each other.
  init(path: String, size: Int, changed: Int, languageSets: [[String]], samples: Samples, problems: SkippedParts) {
    self.path = path
    self.size = size
    self.changed = changed
    self.languageSets = languageSets
    self.samples = samples
    self.problems = problems
  }
}
