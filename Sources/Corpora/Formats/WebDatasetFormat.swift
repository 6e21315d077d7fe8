import Console
import Tensors

/// Tar shards in which files of one base name are a sample: a picture (`.jpg .jpeg .png .webp`) and its caption, as `.txt` in
/// the source's language, or as `.json` with `captions`, `id` and `split` (see `JSONLinesFormat`) or, from img2dataset,
/// `caption`.
///
/// A shard is listed once; the list is kept beside other caches and made anew when the shard changes. Samples are then read
/// at any place without those before them.
struct WebDatasetFormat: SourceFormat {
  let source: CorpusSource

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    let pattern = SourceFile.isFolder(path) ? path + "/*.tar" : path
    let paths = try files(pattern)
    let shards = try pool.map(paths.count) { index, _ in
      try ShardIndexCache.index(of: paths[index]) { try ShardIndex(listing: $0) }
    }
    var problems = SkippedParts()
    for shard in shards { problems.add(shard.problems) }
    let store = try ShardRecords(shards, source: source)
    return SourceContent(store: store, problems: problems)
  }
}

/// Samples of tar shards, read when they are visited.
struct ShardRecords: RecordStore {
  let catalog: RecordCatalog
  let fileStarts: [Int]
  private let shards: [ShardIndex]
  /// For each shard, the samples of the split that was asked for; all where nil.
  private let chosen: [[Int]?]
  private let captions: CaptionReader
  private let source: CorpusSource

  /// Throws where captions name no language and the source does not either.
  init(_ shards: [ShardIndex], source: CorpusSource) throws {
    var catalog = RecordCatalog()
    var starts: [Int] = []
    let chosen = shards.map { shard in
      source.split.map { split in (0..<shard.count).filter { shard.split($0) == split } }
    }
    for (shard, chosen) in zip(shards, chosen) {
      starts.append(catalog.count)
      for sample in chosen ?? Array(0..<shard.count) {
        let languages = try shard.languages(sample).map { tag in
          guard let language = tag.isEmpty ? source.language : tag else {
            throw CorpusError(
              "\(shard.path): the captions name no language; give the source's language, such as \"en\"")
          }
          return language
        }
        try catalog.append(shard.corpusSplit(sample), languages: languages)
      }
    }
    self.catalog = catalog
    fileStarts = starts.isEmpty ? [0] : starts
    self.shards = shards
    self.chosen = chosen
    self.source = source
    captions = CaptionReader(language: source.language, role: source.role)
  }

  func record(_ index: Int) throws -> CaptionedImage {
    let number = fileStarts.partitioningIndex { $0 > index } - 1
    let shard = shards[number]
    let place = index - fileStarts[number]
    let sample = chosen[number]?[place] ?? place
    let origin = Origin(file: shard.path, place: .member(shard.key(sample)))
    let text = shard.text(sample)
    let bytes = try OpenFile(path: shard.path).read(offset: text.offset, count: text.count)
    let (id, captions) = try description(bytes, isJSON: text.isJSON, origin: origin)
    return CaptionedImage(
      id: id ?? shard.key(sample), picture: shard.picture(sample), split: shard.corpusSplit(sample),
      captions: captions, origin: origin)
  }

  private func description(
    _ bytes: [UInt8], isJSON: Bool, origin: Origin
  ) throws -> (id: String?, captions: [Caption]) {
    func problem(_ reason: String) -> CorpusProblem { CorpusProblem(origin: origin, reason: reason) }
    guard isJSON else {
      guard let text = String(validating: bytes, as: UTF8.self) else { throw problem("the caption is not valid UTF-8") }
      return (nil, CaptionFile.captions(in: text, language: source.language ?? "", source: source))
    }
    let json: JSONValue
    do { json = try JSONValue(parsing: bytes, source: origin.file) } catch { throw problem("\(error)") }
    guard let value = json["captions"] ?? json["caption"] else { throw problem("the member “captions” is missing") }
    return (json["id"]?.stringValue, try captions.captions(value, problem: problem))
  }
}

extension ShardIndex {
  fileprivate func corpusSplit(_ sample: Int) -> CorpusSplit {
    let split = split(sample)
    return split.isEmpty ? .train : CorpusSplit(rawValue: split)
  }
}
