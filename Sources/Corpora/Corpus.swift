/// Images and captions to train on and to be asked about, whatever files they stand in.
public struct Corpus: Sendable {
  /// Records of one source.
  public struct Part: Sendable {
    public let store: any RecordStore
    /// How often its images are drawn in training, relative to other parts' of the same size.
    public let weight: Double
    /// Which of the records are shown with another's captions; nil where all have their own.
    public let shuffle: CaptionShuffle?

    public init(store: any RecordStore, weight: Double = 1, shuffle: CaptionShuffle? = nil) {
      self.store = store
      self.weight = weight
      self.shuffle = shuffle
    }
  }

  /// Where it was opened.
  public let folder: String
  /// What it is, in a word, such as "emoji".
  public let kind: String
  /// Tags of all captions, in the corpus' own order.
  public let languages: [String]
  public let counts: CorpusCounts
  public let parts: [Part]
  public let credits: [SourceCredit]
  /// What was skipped while opening, with its origin.
  public let skipped: SkippedRecords
  /// What rules dropped of it, image by image and caption by caption.
  public let dropped: SkippedRecords

  public init(
    folder: String, kind: String, languages: [String], counts: CorpusCounts, parts: [Part],
    credits: [SourceCredit] = [], skipped: SkippedRecords = SkippedRecords(), dropped: SkippedRecords = SkippedRecords()
  ) {
    self.folder = folder
    self.kind = kind
    self.languages = languages
    self.counts = counts
    self.parts = parts
    self.credits = credits
    self.skipped = skipped
    self.dropped = dropped
  }

  /// Records of all parts.
  public var recordCount: Int { parts.reduce(0) { $0 + $1.store.catalog.count } }

  /// Every record, read in order. Large corpora do not fit the memory so.
  public var images: [CaptionedImage] {
    get throws {
      try parts.flatMap { part in try (0..<part.store.catalog.count).map { try part.store.record($0) } }
    }
  }

  /// The images that a search of the corpus looks through, each once, with their captions in some languages, in those languages' order:
  /// every image of the first artist, those that were trained and those whose combination was held out.
  ///
  /// - Parameter limit: records that are taken at most, in order; where there are more, those that are held out come before those that
  ///   are trained.
  public func searchable(limit: Int, in languages: [String]) throws -> SourceContent {
    var images: [CaptionedImage] = []
    var numbers: [ImageLocation: Int] = [:]
    for image in try first(limit) where image.split != .style {
      let captions = languages.flatMap { language in image.captions.filter { $0.language == language } }
      if let number = numbers[image.image] {
        images[number] = images[number].captioned(with: images[number].captions + captions)
      } else {
        numbers[image.image] = images.count
        images.append(image.captioned(with: captions))
      }
    }
    return SourceContent(store: try ListedRecords(images))
  }

  private func first(_ limit: Int) throws -> [CaptionedImage] {
    guard recordCount > limit else { return try images }
    var chosen: [(part: Int, record: Int)] = []
    for isTrained in [false, true] {
      for (number, part) in parts.enumerated() {
        let catalog = part.store.catalog
        for record in 0..<catalog.count where (catalog.split(record) == .train) == isTrained && chosen.count < limit {
          chosen.append((number, record))
        }
      }
    }
    return try chosen.map { try parts[$0.part].store.record($0.record) }
  }

  /// The images whose captions in `language` are queries of `split`, in order.
  public func images(of split: CorpusSplit, in language: String) throws -> [CaptionedImage] {
    try gallery(of: split == .transfer ? .train : split, in: language, isTransfer: split == .transfer)
      .filter { $0.isQuery(of: split, in: language) }
  }

  /// The images of `split` that have a caption in `language`, in order.
  func gallery(of split: CorpusSplit, in language: String, isTransfer: Bool = false) throws -> [CaptionedImage] {
    try parts.flatMap { part in
      let catalog = part.store.catalog
      // The catalog lists what may be trained, so held out captions are found in the records alone.
      let numbers =
        isTransfer
        ? (0..<catalog.count).filter { catalog.split($0) == split }
        : catalog.records(of: split, in: language).map(Int.init)
      return try numbers.map { try part.store.record($0) }
    }
  }
}
