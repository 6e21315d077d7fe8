/// Samples of tar shards, read when they are visited.
struct ShardRecords: RecordStore {
  let catalog: RecordCatalog
  let fileStarts: [Int]
  private let shards: [ShardIndex]
  private let source: CorpusSource

  /// Throws where captions name no language and the source does not either.
  init(_ shards: [ShardIndex], source: CorpusSource) throws {
    var catalog = RecordCatalog()
    var starts: [Int] = []
    for shard in shards {
      starts.append(catalog.count)
      let sets = try shard.languageSets.map { try Self.languages($0, of: shard, source: source) }
      for sample in 0..<shard.count { try catalog.append(.train, languages: sets[shard.languageSet(of: sample)]) }
    }
    self.catalog = catalog
    fileStarts = starts.isEmpty ? [0] : starts
    self.shards = shards
    self.source = source
  }

  /// Throws a `CorpusProblem` where the shard is gone or has changed since it was listed.
  func record(_ index: Int) throws -> CaptionedImage {
    let number = fileStarts.partitioningIndex { $0 > index } - 1
    let shard = shards[number]
    let sample = index - fileStarts[number]
    let origin = Origin(file: shard.path, place: .member(shard.key(sample)))
    let text = shard.text(sample)
    do {
      let file = try OpenFile(path: shard.path)
      guard file.size == shard.size, file.changed == shard.changed else {
        throw CorpusProblem(origin: origin, reason: "the shard has changed since it was listed; start the run again")
      }
      let bytes = try file.read(offset: text.offset, count: text.count)
      return CaptionedImage(
        id: shard.key(sample), picture: shard.picture(sample), split: .train,
        captions: try ShardCaptions.read(bytes, isJSON: text.isJSON, source: source, origin: origin), origin: origin)
    } catch let problem as CorpusProblem { throw problem } catch {
      throw CorpusProblem(origin: origin, reason: "\(error)")
    }
  }

  /// Tags with the source's language in place of the empty one.
  private static func languages(_ tags: [String], of shard: ShardIndex, source: CorpusSource) throws -> [String] {
    var languages: [String] = []
    for tag in tags {
      guard let language = tag.isEmpty ? source.language : tag else {
        throw CorpusError("\(shard.path): the captions name no language; give the source's language, such as \"en\"")
      }
      if !languages.contains(language) { languages.append(language) }
    }
    return languages
  }
}
