import Console

extension ShardIndex {
  /// Lists a shard. Captions are read, pictures are not. Damage is a problem, and what stands before and behind it is kept.
  ///
  /// Throws where the file cannot be opened.
  init(listing path: String) throws {
    let file = try OpenFile(path: path)
    self.init(of: file)
    var samples = TarSamples(file)
    var listing = ShardListing(file)
    do {
      while let sample = try samples.next() {
        do { try listing.add(sample, to: &self) } catch let problem as CorpusProblem { add(problem) }
      }
    } catch {
      // The system cannot read on, and as much as what was read may stand there.
      add(
        CorpusProblem(
          origin: Origin(file: path, place: .member("the archive")), reason: "\(error)",
          lost: LostRecords(max(1, count), isEstimated: true)))
    }
    add(samples.skipped)
    isCut = samples.isCut
  }
}

/// One pass over a shard.
private struct ShardListing {
  let file: OpenFile
  /// Whether captions are taken from .json where there is .txt too: img2dataset's .json repeats the .txt among much else,
  /// ours says the languages. A shard is of one kind, which the first .json decides that can be read.
  private var prefersJSON: Bool?

  init(_ file: OpenFile) {
    self.file = file
  }

  mutating func add(_ sample: TarSample, to index: inout ShardIndex) throws {
    let origin = Origin(file: file.path, place: .member(sample.key))
    func problem(_ reason: String) -> CorpusProblem { CorpusProblem(origin: origin, reason: reason) }
    guard let picture = sample.picture else { throw sample.missing("picture (.jpg, .png or .webp)", origin: origin) }
    if let other = sample.otherSamples(origin: origin) { index.add(other) }
    guard let count = UInt32(exactly: picture.member.size), count > 0 else {
      throw problem("the picture has \(picture.member.size) bytes")
    }
    let (text, json) = (sample["txt"], sample["json"])
    if prefersJSON == nil, text != nil, let json { prefersJSON = try hasCaptions(json, origin) }
    guard let part = prefersJSON == true ? json ?? text : text ?? json else {
      throw sample.missing("caption (.txt or .json)", origin: origin)
    }
    guard part.size <= CaptionFile.byteLimit else {
      throw problem("the caption's file has \(part.size) bytes; at most \(CaptionFile.byteLimit) are read")
    }
    let caption = ShardIndex.Text(offset: part.offset, count: part.size, isJSON: part == json)
    let bytes = try file.read(offset: part.offset, count: part.size)
    let content = try ShardCaptions.read(bytes, isJSON: caption.isJSON, source: CorpusSource(path: ""), origin: origin)
    try index.add(
      sample.key, picture: (picture.member.offset, count), ending: picture.ending, text: caption,
      languages: ShardCaptions.languages(of: content.captions), split: content.split ?? "")
    for problem in sample.spared(origin: origin) { index.add(problem) }
  }

  /// Whether a .json has our `captions`; nil where it cannot be read.
  private func hasCaptions(_ json: TarMember, _ origin: Origin) throws -> Bool? {
    guard json.size <= CaptionFile.byteLimit else { return nil }
    let bytes = try file.read(offset: json.offset, count: json.size)
    guard let document = try? JSONValue.ofRecord(bytes, origin: origin), case .object = document else { return nil }
    return (document["captions"] ?? .null) != .null
  }
}
