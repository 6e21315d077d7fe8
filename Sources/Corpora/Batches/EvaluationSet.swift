import Images
import Runtime
import TextRendering

/// Queries and images of one split in one language: each query has at least one right image among the gallery.
public struct EvaluationSet: Sendable {
  public let split: CorpusSplit
  public let language: String
  /// The images that are searched.
  public let gallery: [CaptionedImage]
  /// Patches of each image of the gallery: unchanged but for the size; none where texts alone are asked.
  public let photos: [PatchSequence]
  /// Texts that are searched for.
  public let queries: [String]
  /// The queries' ids in their data; nil where it gives them none.
  public let queryIDs: [String?]
  /// What the model reads of each query.
  public let texts: [ModelSequence]
  /// For each query, the numbers of its images in the gallery, ascending: one, but where a text belongs to several.
  public let targets: [[Int]]
  /// What was lost of all queries together.
  public let truncation: TextTruncation
  /// Queries of which the model does not see all.
  public let cut: Int

  /// The sets of all splits and languages that have queries, splits outside, in the order given.
  ///
  /// The gallery of a split is all its images that have a caption in the language; its queries are all those captions, but
  /// for those that the language does not see in training. The `transfer` split searches for exactly those, among themselves.
  ///
  /// - Parameters:
  ///   - photo: how images are prepared; nil leaves them where they are, be they there or not, for those who need texts alone.
  ///   - unreadable: share of the images that may be skipped because they cannot be read, 0…1.
  ///
  /// Throws when more images cannot be read or a query cannot be read by the model, with its origin.
  public static func make(
    from corpus: Corpus, splits: [CorpusSplit], languages: [String], photo: PhotoPreparation?, unreadable: Double = 0,
    pool: ThreadPool, makeReader: () throws -> any CaptionReading
  ) throws -> (sets: [EvaluationSet], skipped: SkippedRecords) {
    let readers = try (0..<pool.threads).map { _ in try makeReader() }
    var sets: [EvaluationSet] = []
    var skipped = SkippedRecords()
    for split in splits {
      var galleries = try languages.map { language in
        try split == .transfer
          ? corpus.images(of: split, in: language) : corpus.gallery(of: split, in: language)
      }
      var photos: [ImageLocation: PatchSequence] = [:]
      if let photo {
        let read = try Self.photos(of: galleries.joined(), as: photo, unreadable: unreadable, pool: pool)
        skipped.add(read.skipped)
        photos = read.patches
        if read.skipped.count > 0 { galleries = galleries.map { $0.filter { photos[$0.image] != nil } } }
      }
      for (language, gallery) in zip(languages, galleries) {
        let set = try EvaluationSet(
          split: split, language: language, gallery: gallery, photos: photos, readers: readers, pool: pool)
        if !set.queries.isEmpty { sets.append(set) }
      }
    }
    return (sets, skipped)
  }

  private init(
    split: CorpusSplit, language: String, gallery: [CaptionedImage], photos: [ImageLocation: PatchSequence],
    readers: [any CaptionReading], pool: ThreadPool
  ) throws {
    self.split = split
    self.language = language
    self.gallery = gallery
    self.photos = gallery.compactMap { photos[$0.image] }
    let (queries, ids, targets) = Self.queries(of: split, in: language, gallery: gallery)
    let texts = try pool.map(queries.count) { index, worker in
      let caption = Caption(text: queries[index], language: language, role: .raw)
      return try caption.read(at: gallery[targets[index][0]].origin, with: readers[worker])
    }
    self.targets = targets
    self.queries = queries
    queryIDs = ids
    self.texts = texts.map(\.sequence)
    truncation = texts.reduce(into: TextTruncation()) { $0 += $1.truncation }
    cut = texts.count { !$0.truncation.isEmpty }
  }

  /// Every caption that is asked is a query; those of one key are the same one.
  private static func queries(
    of split: CorpusSplit, in language: String, gallery: [CaptionedImage]
  ) -> (texts: [String], ids: [String?], targets: [[Int]]) {
    var texts: [String] = []
    var ids: [String?] = []
    var targets: [[Int]] = []
    var places: [String: Int] = [:]
    for (index, image) in gallery.enumerated() where image.isQuery(of: split, in: language) {
      for caption in image.asked(in: language) {
        if let place = caption.key.flatMap({ places[$0] }), texts[place] == caption.text {
          if targets[place].last != index { targets[place].append(index) }
          continue
        }
        if let key = caption.key { places[key] = texts.count }
        texts.append(caption.text)
        ids.append(caption.key)
        targets.append([index])
      }
    }
    return (texts, ids, targets)
  }

  /// The set with at most `limit` of its queries, evenly spread, and all of its gallery.
  public func asking(atMost limit: Int) -> EvaluationSet {
    guard queries.count > limit, limit > 0 else { return self }
    return asking((0..<limit).map { $0 * queries.count / limit })
  }

  /// The set with the first `count` queries of each image, and all of its gallery.
  public func asking(ofEachImage count: Int) -> EvaluationSet {
    var queried: [Int: Int] = [:]
    return asking(
      queries.indices.filter { query in
        queried[targets[query][0], default: 0] += 1
        return queried[targets[query][0], default: 0] <= count
      })
  }

  private func asking(_ chosen: [Int]) -> EvaluationSet {
    EvaluationSet(
      split: split, language: language, gallery: gallery, photos: photos, queries: chosen.map { queries[$0] },
      queryIDs: chosen.map { queryIDs[$0] }, texts: chosen.map { texts[$0] }, targets: chosen.map { targets[$0] },
      truncation: truncation, cut: cut)
  }

  /// The same gallery, asked with other words, or with words that another reader reads.
  ///
  /// - Parameter others: which query each text stands for, and the text.
  ///
  /// Throws when a text cannot be read by the model, with its image's origin.
  public func asking(
    _ others: [(query: Int, text: String)], pool: ThreadPool, makeReader: () throws -> any CaptionReading
  ) throws -> EvaluationSet {
    let readers = try (0..<pool.threads).map { _ in try makeReader() }
    let read = try pool.map(others.count) { index, worker in
      let caption = Caption(text: others[index].text, language: language, role: .raw)
      return try caption.read(at: gallery[targets[others[index].query][0]].origin, with: readers[worker])
    }
    return EvaluationSet(
      split: split, language: language, gallery: gallery, photos: photos, queries: others.map(\.text),
      queryIDs: others.map { queryIDs[$0.query] }, texts: read.map(\.sequence),
      targets: others.map { targets[$0.query] },
      truncation: read.reduce(into: TextTruncation()) { $0 += $1.truncation },
      cut: read.count { !$0.truncation.isEmpty })
  }

  private init(
    split: CorpusSplit, language: String, gallery: [CaptionedImage], photos: [PatchSequence], queries: [String],
    queryIDs: [String?], texts: [ModelSequence], targets: [[Int]], truncation: TextTruncation, cut: Int
  ) {
    self.split = split
    self.language = language
    self.gallery = gallery
    self.photos = photos
    self.queries = queries
    self.queryIDs = queryIDs
    self.texts = texts
    self.targets = targets
    self.truncation = truncation
    self.cut = cut
  }

  /// Patches by place, each image read once however many languages search it.
  private static func photos(
    of images: some Sequence<CaptionedImage>, as photo: PhotoPreparation, unreadable: Double, pool: ThreadPool
  ) throws -> (patches: [ImageLocation: PatchSequence], skipped: SkippedRecords) {
    var seen: Set<ImageLocation> = []
    let unique = images.filter { seen.insert($0.image).inserted }
    var skipped = SkippedRecords()
    let patches = try skipped.accept(
      photo.evaluationOutcomes(of: unique.map { ($0.image, $0.origin) }, pool: pool), share: unreadable,
      of: unique.count)
    let read = zip(unique, patches).compactMap { record, patches in patches.map { (record.image, $0) } }
    return (Dictionary(read, uniquingKeysWith: { first, _ in first }), skipped)
  }
}
