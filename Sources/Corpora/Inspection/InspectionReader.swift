import Runtime

/// Reads every record once and counts; what is kept of a record is a few numbers for each image and caption.
struct InspectionReader {
  /// A caption and where it stands.
  struct PlacedCaption {
    let caption: Caption
    let origin: Origin
  }

  let records: JoinedRecords
  let options: InspectionOptions
  let pool: ThreadPool

  /// Random captions of each language.
  private(set) var captions: [String: SmallestKeys<PlacedCaption>] = [:]
  /// Random records whose image and captions can be read.
  private(set) var candidates: SmallestKeys<Int>
  private var languages: [String: InspectedLanguage] = [:]
  /// What occurs at several records.
  private(set) var repeated = RepeatedContents()

  /// Records that each thread reads between two looks at the progress.
  private static let stride = 32

  init(records: JoinedRecords, options: InspectionOptions, pool: ThreadPool) {
    self.records = records
    self.options = options
    self.pool = pool
    // Some may turn out to be damaged when they are decoded.
    candidates = SmallestKeys(options.shownImages == 0 ? 0 : options.shownImages + 8)
  }

  mutating func read(
    into inspection: inout CorpusInspection, _ report: (SkippedRecord) throws -> Void, progress: (Int) -> Void
  ) throws {
    let step = pool.threads * Self.stride
    for start in Swift.stride(from: 0, to: records.count, by: step) {
      let count = min(step, records.count - start)
      let (records, decodes) = (records, options.decodes)
      let readings = try pool.map(count) { index, _ in
        Result { RecordReading(try records.record(start + index), decodes: decodes) }
      }
      for (index, reading) in readings.enumerated() {
        switch reading {
        case .success(let reading): try add(reading, number: start + index, to: &inspection, report)
        case .failure(let error):
          let record = SkippedRecord(readingRecord: start + index, error)
          try inspection.note(record, limit: options.exampleLimit, report)
        }
      }
      progress(start + count)
    }
    inspection.languages = languages.values.sorted {
      ($1.imageCount, $0.tag) < ($0.imageCount, $1.tag)
    }
  }

  private mutating func add(
    _ reading: RecordReading, number: Int, to inspection: inout CorpusInspection,
    _ report: (SkippedRecord) throws -> Void
  ) throws {
    let record = reading.record
    inspection.records += 1
    inspection.splits[record.split, default: 0] += 1
    for language in record.languages {
      languages[language, default: InspectedLanguage(tag: language)].images[record.split, default: 0] += 1
    }
    var keys = SeededGenerator(seed: options.seed, stream: UInt64(number))
    for (caption, text) in zip(record.captions, reading.texts) {
      add(caption, text, of: record, number: number, key: keys.next())
    }
    switch reading.image {
    case .success(let image):
      inspection.images.add(image.header, byteCount: image.byteCount)
      repeated.addImage(image.hash, record: number)
      if !record.languages.isEmpty { candidates.add(keys.next(), number) }
    case .failure(let problem): try inspection.note(problem, limit: options.exampleLimit, report)
    }
  }

  private mutating func add(
    _ caption: Caption, _ text: RecordReading.Text, of record: CaptionedImage, number: Int, key: UInt64
  ) {
    let tag = caption.language
    languages[tag, default: InspectedLanguage(tag: tag)].roles[caption.role, default: 0] += 1
    languages[tag, default: InspectedLanguage(tag: tag)].characters.add(text.characters)
    guard caption.role != .keyword else { return }
    captions[tag, default: SmallestKeys(options.sample)].add(
      key, PlacedCaption(caption: caption, origin: record.origin))
    // The name of a class belongs to many images by its nature.
    if caption.role != .label { repeated.addText(text.hash, language: tag, record: number) }
  }
}
