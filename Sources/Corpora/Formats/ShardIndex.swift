import Console

/// Where the samples of one tar shard lie: about sixty bytes a sample, whatever the pictures weigh.
struct ShardIndex: Sendable, Equatable {
  /// Bytes of a caption's file that are read at most.
  static let textLimit = 1 << 20

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
  /// Names of splits; empty where a sample names none.
  private(set) var splits: [String] = []
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
    var split: [UInt8] = []
    /// All keys, one behind the other.
    var keys: [UInt8] = []
  }

  static let pictureEndings = ["jpg", "jpeg", "png", "webp"]

  var count: Int { samples.keyEnds.count }

  func key(_ sample: Int) -> String {
    let start = sample == 0 ? 0 : Int(samples.keyEnds[sample - 1])
    return String(decoding: samples.keys[start..<Int(samples.keyEnds[sample])], as: UTF8.self)
  }

  func languages(_ sample: Int) -> [String] { languageSets[Int(samples.languageSet[sample])] }

  /// Empty where the sample names none.
  func split(_ sample: Int) -> String { splits[Int(samples.split[sample])] }

  func picture(_ sample: Int) -> PictureLocation {
    .member(
      archive: path, name: "\(key(sample)).\(Self.pictureEndings[Int(samples.endings[sample])])",
      offset: Int(samples.pictureOffsets[sample]), count: Int(samples.pictureCounts[sample]))
  }

  func text(_ sample: Int) -> Text {
    Text(
      offset: Int(samples.textOffsets[sample]), count: Int(samples.textCounts[sample]),
      isJSON: samples.textIsJSON[sample] != 0)
  }

  /// Parts that were read from a cache; the caller has checked that they fit each other.
  init(
    path: String, size: Int, changed: Int, languageSets: [[String]], splits: [String], samples: Samples,
    problems: SkippedParts
  ) {
    self.path = path
    self.size = size
    self.changed = changed
    self.languageSets = languageSets
    self.splits = splits
    self.samples = samples
    self.problems = problems
  }
}

extension ShardIndex {
  /// Lists a shard. Damage ends the list and is a problem; what stands before it is kept.
  ///
  /// Throws where the file cannot be opened.
  init(listing path: String) throws {
    let stamp = try SourceFile.stamp(path)
    self.init(
      path: path, size: stamp.size, changed: stamp.changed, languageSets: [], splits: [], samples: Samples(),
      problems: SkippedParts())
    let file = try OpenFile(path: path)
    var reader = TarSamples(file)
    var usesJSON: Bool?
    do {
      while let sample = try reader.next() {
        do { try add(sample, in: file, usesJSON: &usesJSON) } catch let problem as CorpusProblem {
          problems.add(problem)
        }
      }
    } catch { problems.add(Origin(file: path, place: .member("the archive")), "\(error)") }
    problems.add(reader.skipped)
  }

  private mutating func add(_ sample: TarSample, in file: OpenFile, usesJSON: inout Bool?) throws {
    let origin = Origin(file: path, place: .member(sample.key))
    func problem(_ reason: String) -> CorpusProblem { CorpusProblem(origin: origin, reason: reason) }
    let picture = Self.pictureEndings.indices.lazy.compactMap { ending in
      sample[Self.pictureEndings[ending]].map { (member: $0, ending: ending) }
    }.first
    guard let picture else { throw problem("the sample has no picture (.jpg, .png or .webp)") }
    let (text, json) = (sample["txt"], sample["json"])
    // img2dataset's .json repeats the .txt among much else; ours says the languages. A shard is of one kind.
    if usesJSON == nil, let json {
      let document = try? JSONValue(parsing: Self.read(json, file, origin), source: path)
      usesJSON = document?["captions"] != nil || text == nil
    }
    guard let part = usesJSON == true ? json ?? text : text ?? json else {
      throw problem("the sample has no caption (.txt or .json)")
    }
    guard part.size <= Self.textLimit else {
      throw problem("the caption's file has \(part.size) bytes; at most \(Self.textLimit) are read")
    }
    guard part.size > 0 else { throw problem("the caption is empty") }
    let isJSON = part == json
    let (languages, split) =
      isJSON ? try Self.description(of: Self.read(part, file, origin), origin: origin) : ([""], "")
    guard let pictureCount = UInt32(exactly: picture.member.size), pictureCount > 0 else {
      throw problem("the picture has \(picture.member.size) bytes")
    }
    let splitNumber = try number(ofSplit: split, origin: origin)
    samples.keys += Array(sample.key.utf8)
    samples.keyEnds.append(UInt32(clamping: samples.keys.count))
    samples.endings.append(UInt8(picture.ending))
    samples.pictureOffsets.append(UInt64(picture.member.offset))
    samples.pictureCounts.append(pictureCount)
    samples.textOffsets.append(UInt64(part.offset))
    samples.textCounts.append(UInt32(part.size))
    samples.textIsJSON.append(isJSON ? 1 : 0)
    samples.languageSet.append(number(of: languages))
    samples.split.append(splitNumber)
  }

  private mutating func number(of languages: [String]) -> UInt32 {
    if let known = languageSets.firstIndex(of: languages) { return UInt32(known) }
    languageSets.append(languages)
    return UInt32(languageSets.count - 1)
  }

  private mutating func number(ofSplit split: String, origin: Origin) throws -> UInt8 {
    if let known = splits.firstIndex(of: split) { return UInt8(known) }
    guard let number = UInt8(exactly: splits.count) else {
      throw CorpusProblem(origin: origin, reason: "the shard has more than 256 splits")
    }
    splits.append(split)
    return number
  }

  private static func read(_ member: TarMember, _ file: OpenFile, _ origin: Origin) throws -> [UInt8] {
    guard member.size <= textLimit else {
      throw CorpusProblem(
        origin: origin, reason: "the caption's file has \(member.size) bytes; at most \(textLimit) are read")
    }
    return try file.read(offset: member.offset, count: member.size)
  }

  /// The languages of a sample's JSON, an empty tag where captions have none, and its split, empty where it has none.
  private static func description(
    of bytes: [UInt8], origin: Origin
  ) throws -> (languages: [String], split: String) {
    func problem(_ reason: String) -> CorpusProblem { CorpusProblem(origin: origin, reason: reason) }
    let json: JSONValue
    do { json = try JSONValue(parsing: bytes, source: origin.file) } catch { throw problem("\(error)") }
    guard let value = json["captions"] ?? json["caption"] else { throw problem("the member “captions” is missing") }
    let captions = try CaptionReader(language: "", role: .raw).captions(value, problem: problem)
    var languages: [String] = []
    for caption in captions where caption.role != .keyword && !languages.contains(caption.language) {
      languages.append(caption.language)
    }
    guard !languages.isEmpty else { throw problem("the record has no caption") }
    return (languages, json["split"]?.stringValue ?? "")
  }
}
