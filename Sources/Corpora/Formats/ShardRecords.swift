/// Samples of tar shards, read when they are visited.
struct ShardRecords: RecordStore {
  let catalog: RecordCatalog
  let fileStarts: [Int]
  private let shards: [ShardIndex]
  /// For each shard, the samples of the split that was asked for; all where nil.
  private let chosen: [[Int]?]
  private let source: CorpusSource

  /// Throws where captions name no language and the source does not either.
  init(_ shards: [ShardIndex], source: CorpusSource) throws {
    var catalog = RecordCatalog()
    var starts: [Int] = []
    let chosen = shards.map { shard in
      source.split.map { split in
        (0..<shard.count).filter { SplitName.takes(shard.split($0), as: split) }
      }
    }
    for (shard, chosen) in zip(shards, chosen) {
      starts.append(catalog.count)
      let sets = try shard.languageSets.map { try Self.languages($0, of: shard, source: source) }
      for sample in chosen ?? Array(0..<shard.count) {
        try catalog.append(shard.corpusSplit(sample), languages: sets[shard.languageSet(of: sample)])
      }
    }
    self.catalog = catalog
    fileStarts = starts.isEmpty ? [0] : starts
    self.shards = shards
    self.chosen = chosen
    self.source = source
  }

  func imageMark(_ index: Int) -> UInt64 {
    let (number, sample) = place(of: index)
    return shards[number].image(sample).mark
  }

  /// The shard of a record and its sample there.
  private func place(of index: Int) -> (shard: Int, sample: Int) {
    let number = fileStarts.partitioningIndex { $0 > index } - 1
    let place = index - fileStarts[number]
    return (number, chosen[number]?[place] ?? place)
  }

  /// Throws a `SkippedRecord` where the shard is gone or has changed since it was listed.
  func record(_ index: Int) throws -> CaptionedImage {
    let (number, sample) = place(of: index)
    let shard = shards[number]
    let origin = Origin(file: shard.path, place: .member(shard.key(sample)))
    let text = shard.text(sample)
    do {
      let file = try OpenFile(path: shard.path)
      guard file.size == shard.size, file.changed == shard.changed else {
        throw SkippedRecord(origin: origin, reason: "the shard has changed since it was listed; start the run again")
      }
      let bytes = try file.read(offset: text.offset, count: text.count)
      let content = try ShardCaptions.read(bytes, isJSON: text.isJSON, source: source, origin: origin)
      return CaptionedImage(
        id: content.id ?? shard.key(sample), image: shard.image(sample), split: shard.corpusSplit(sample),
        captions: content.captions, origin: origin)
    } catch let problem as SkippedRecord { throw problem } catch {
      throw SkippedRecord(origin: origin, reason: "\(error)")
    }
  }

  /// Tags with the source's language in place of the empty one.
  private static func languages(_ tags: [String], of shard: ShardIndex, source: CorpusSource) throws -> [String] {
    var languages: [String] = []
    for tag in tags {
      guard let language = tag.isEmpty ? source.captionLanguage : tag else {
        throw CorpusError(
          "\(shard.path): the captions name no language; give --lang (language in a recipe), such as \"en\"")
      }
      if !languages.contains(language) { languages.append(language) }
    }
    return languages
  }
}

extension ShardIndex {
  fileprivate func corpusSplit(_ sample: Int) -> CorpusSplit {
    let split = split(sample)
    return split.isEmpty ? .train : CorpusSplit(rawValue: split)
  }
}
