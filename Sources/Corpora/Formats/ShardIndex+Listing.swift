import JSON

extension ShardIndex {
  /// Lists a shard. Captions are read, images are not. Damage is a problem, and what stands before and behind it is kept.
  ///
  /// Throws where the file cannot be opened.
  ///
  /// - Parameter languageMember: what samples' .json call their text's language; nil knows the usual names.
  init(listing path: String, languageMember: String? = nil) throws {
    let file = try OpenFile(path: path)
    self.init(of: file)
    var samples = TarSamples(file)
    var listing = ShardListing(file, languageMember: languageMember)
    do {
      while let sample = try samples.next() {
        do { try listing.add(sample, to: &self) } catch let problem as SkippedRecord { add(problem) }
      }
    } catch {
      // The system cannot read on, and as much as what was read may stand there.
      add(
        SkippedRecord(
          origin: Origin(file: path, place: .member("the archive")), reason: "\(error)",
          count: RecordCount(max(1, count), isEstimated: true)))
    }
    for problem in listing.scattered.skipped { add(problem) }
    add(samples.skipped)
    isCut = samples.isCut
  }
}

/// One pass over a shard.
private struct ShardListing {
  let file: OpenFile
  /// Has no language; the .json's member for it may have a name of its own.
  private let source: CorpusSource
  /// Whether captions are taken from .json where there is .txt too: img2dataset's .json repeats the .txt, and perhaps says the
  /// language, ours says the languages. A shard is of one kind, which the first .json decides that can be read.
  private var prefersJSON: Bool?
  private(set) var scattered = ScatteredSamples()

  init(_ file: OpenFile, languageMember: String?) {
    self.file = file
    var source = CorpusSource(path: "")
    source.table.languageColumn = languageMember
    self.source = source
  }

  mutating func add(_ sample: TarSample, to index: inout ShardIndex) throws {
    let origin = Origin(file: file.path, place: .member(sample.key))
    func problem(_ reason: String) -> SkippedRecord { SkippedRecord(origin: origin, reason: reason) }
    guard let image = sample.image else {
      return try addHalf(sample, sample.missing("image (.jpg, .png or .webp)", origin: origin))
    }
    if let other = sample.otherSamples(origin: origin) { index.add(other) }
    guard let count = UInt32(exactly: image.member.size), count > 0 else {
      throw problem("the image has \(image.member.size) bytes")
    }
    let (text, json) = (sample["txt"], sample["json"])
    if prefersJSON == nil, text != nil, let json {
      // Whoever names a member wants it read, though the first .json may lack it.
      prefersJSON = source.table.languageColumn == nil ? try isNeeded(json, origin) : true
    }
    let choices = (prefersJSON == true ? [json, text] : [text ?? json]).compactMap { $0 }
    guard !choices.isEmpty else {
      return try addHalf(sample, sample.missing("caption (.txt or .json)", origin: origin))
    }
    scattered.addWhole(sample.key)
    let (caption, content) = try firstCaptions(of: choices, json: json, origin)
    try index.add(
      sample.key, image: (image.member.offset, count), ending: image.ending, text: caption,
      languages: ShardCaptions.languages(of: content.captions), split: content.split ?? "",
      orientation: content.orientation, namesLanguage: content.namesLanguage)
    for problem in sample.spared(origin: origin) { index.add(problem) }
  }

  /// Throws the problem where the sample is no half of one whose members stand apart.
  private mutating func addHalf(_ sample: TarSample, _ problem: SkippedRecord) throws {
    let hasText = sample["txt"] != nil || sample["json"] != nil
    guard scattered.addHalf(sample, hasText: hasText, problem) else { throw problem }
  }

  /// What the first part says that can be read; what is wrong with the first where none can.
  private func firstCaptions(
    of parts: [TarMember], json: TarMember?, _ origin: Origin
  ) throws -> (ShardIndex.Text, ShardCaptions) {
    var failure: SkippedRecord?
    for part in parts {
      do throws(SkippedRecord) { return try captions(of: part, isJSON: part == json, origin) } catch {
        failure = failure ?? error
      }
    }
    throw failure ?? SkippedRecord(origin: origin, reason: "the sample has no caption (.txt or .json)")
  }

  private func captions(
    of part: TarMember, isJSON: Bool, _ origin: Origin
  ) throws(SkippedRecord) -> (ShardIndex.Text, ShardCaptions) {
    guard part.size <= CaptionFile.byteLimit else {
      throw SkippedRecord(
        origin: origin,
        reason: "the caption's file has \(part.size) bytes; at most \(CaptionFile.byteLimit) are read")
    }
    let bytes: [UInt8]
    do { bytes = try file.read(offset: part.offset, count: part.size) } catch {
      throw SkippedRecord(origin: origin, reason: "\(error)")
    }
    let content = try ShardCaptions.read(bytes, isJSON: isJSON, source: source, origin: origin)
    return (ShardIndex.Text(offset: part.offset, count: part.size, isJSON: isJSON), content)
  }

  /// Whether a .json says more than a .txt can; nil where it cannot be read.
  private func isNeeded(_ json: TarMember, _ origin: Origin) throws -> Bool? {
    guard json.size <= CaptionFile.byteLimit else { return nil }
    let bytes = try file.read(offset: json.offset, count: json.size)
    guard let document = try? JSONValue.ofRecord(bytes, origin: origin), case .object = document else { return nil }
    return SampleDescription(document).isNeeded(languageMember: source.table.languageColumn)
  }
}
