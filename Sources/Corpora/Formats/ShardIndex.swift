import Images

/// Where the samples of one tar shard lie: about sixty bytes a sample, whatever the images weigh.
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
  /// Names of splits; empty for samples that name none.
  private(set) var splits: [String] = []
  private(set) var samples = Samples()
  private(set) var skipped = SkippedRecords()
  /// Whether the shard ends before its end, so that nobody knows how many samples followed.
  var isCut = false
  /// Samples whose language stood under the name that was asked for; none where no name was.
  private(set) var namedLanguages = 0
  /// The split of samples that name none, as the shard's path tells it; empty where it tells none.
  var usualSplit: String

  /// One entry a sample in each.
  struct Samples: Sendable, Equatable {
    var keyEnds: [UInt32] = []
    var endings: [UInt8] = []
    var imageOffsets: [UInt64] = []
    var imageCounts: [UInt32] = []
    var textOffsets: [UInt64] = []
    var textCounts: [UInt32] = []
    var textIsJSON: [UInt8] = []
    var languageSet: [UInt32] = []
    var split: [UInt8] = []
    /// EXIF's tag 274 of images whose files have lost it; 1 for all others.
    var orientation: [UInt8] = []
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

  /// The split that a sample names, or else the shard's; empty where neither is there.
  func split(_ sample: Int) -> String {
    let own = splits[Int(samples.split[sample])]
    return own.isEmpty ? usualSplit : own
  }

  /// Samples by their split; the empty name for those that have none.
  var splitCounts: [(split: String, count: Int)] {
    var counts = [Int](repeating: 0, count: splits.count)
    for number in samples.split { counts[Int(number)] += 1 }
    return zip(splits, counts).map { ($0.isEmpty ? usualSplit : $0, $1) }
  }

  func image(_ sample: Int) -> ImageLocation {
    let member = ImageLocation.member(
      archive: path, name: "\(key(sample)).\(ImageEnding.all[Int(samples.endings[sample])])",
      offset: Int(samples.imageOffsets[sample]), count: Int(samples.imageCounts[sample]))
    return member.turned(ImageOrientation(rawValue: samples.orientation[sample]) ?? .upright)
  }

  func text(_ sample: Int) -> Text {
    Text(
      offset: Int(samples.textOffsets[sample]), count: Int(samples.textCounts[sample]),
      isJSON: samples.textIsJSON[sample] != 0)
  }

  /// An empty list of a file.
  init(of file: OpenFile) {
    self.init(
      path: file.path, size: file.size, changed: file.changed, languageSets: [], splits: [], samples: Samples(),
      skipped: SkippedRecords())
  }

  mutating func add(_ problem: SkippedRecord) { skipped.add(problem) }

  mutating func add(_ others: SkippedRecords) { skipped.add(others) }

  /// Adds a sample. Throws where it is of one split too many.
  ///
  /// - Parameter ending: the place of the image's ending in `ImageEnding.all`.
  mutating func add(
    _ key: String, image: (offset: Int, count: UInt32), ending: Int, text: Text, languages: [String],
    split: String, orientation: ImageOrientation = .upright, namesLanguage: Bool = false
  ) throws(SkippedRecord) {
    guard let splitNumber = number(ofSplit: split) else {
      throw SkippedRecord(
        origin: Origin(file: path, place: .member(key)), reason: "the shard has more than 256 splits")
    }
    samples.split.append(splitNumber)
    samples.keys += Array(key.utf8)
    samples.keyEnds.append(UInt32(clamping: samples.keys.count))
    samples.endings.append(UInt8(clamping: ending))
    samples.imageOffsets.append(UInt64(image.offset))
    samples.imageCounts.append(image.count)
    samples.textOffsets.append(UInt64(text.offset))
    samples.textCounts.append(UInt32(clamping: text.count))
    samples.textIsJSON.append(text.isJSON ? 1 : 0)
    samples.languageSet.append(number(of: languages))
    samples.orientation.append(orientation.rawValue)
    if namesLanguage { namedLanguages += 1 }
  }

  private mutating func number(of languages: [String]) -> UInt32 {
    if let known = languageSets.firstIndex(of: languages) { return UInt32(known) }
    languageSets.append(languages)
    return UInt32(languageSets.count - 1)
  }

  private mutating func number(ofSplit split: String) -> UInt8? {
    if let known = splits.firstIndex(of: split) { return UInt8(exactly: known) }
    guard let number = UInt8(exactly: splits.count) else { return nil }
    splits.append(split)
    return number
  }

  /// Parts that were read from a cache; the caller has checked that they fit each other.
  init(
    path: String, size: Int, changed: Int, languageSets: [[String]], splits: [String], samples: Samples,
    skipped: SkippedRecords, isCut: Bool = false, namedLanguages: Int = 0
  ) {
    self.isCut = isCut
    self.namedLanguages = namedLanguages
    usualSplit = SplitName.inPath(path) ?? ""
    self.path = path
    self.size = size
    self.changed = changed
    self.languageSets = languageSets
    self.splits = splits
    self.samples = samples
    self.skipped = skipped
  }
}
