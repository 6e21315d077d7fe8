import Console
import Runtime

/// What stands in a source, found by reading all of it: how much, in which languages, how large, how often the same, and
/// what is wrong with it.
public struct CorpusInspection: Sendable {
  /// What is being done.
  public enum Stage: Sendable {
    case reading, drawing
  }

  /// Records that could be read.
  public internal(set) var records = 0
  /// Records by their split.
  public internal(set) var splits: [CorpusSplit: Int] = [:]
  /// Those of most images first.
  public internal(set) var languages: [InspectedLanguage] = []
  public internal(set) var images = InspectedImages()
  public internal(set) var repeated = RepeatedImages()
  /// Records with a problem by its kind, and notes by themselves; captions are looked at in a sample alone.
  public internal(set) var problems: [SkippedRecord.Kind: RecordCount] = [:]
  /// The first of each kind.
  public internal(set) var problemExamples: [SkippedRecord] = []
  /// Problems by their kind, for the first of them.
  private var exampleCounts: [SkippedRecord.Kind: Int] = [:]
  /// Records whose image nobody expected to be there: see `SourceContent.absent`.
  public internal(set) var absent = 0
  /// Random images with captions as training sees them.
  public internal(set) var shown: [ShownImage] = []

  /// Captions of all languages.
  public var captions: Int { languages.reduce(0) { $0 + $1.captionCount } }

  /// Captions of all languages by role, those that occur.
  public var roles: [(role: CaptionRole, captions: Int)] {
    CaptionRole.allCases.compactMap { role in
      let captions = languages.reduce(0) { $0 + ($1.roles[role] ?? 0) }
      return captions == 0 ? nil : (role, captions)
    }
  }

  /// Captions of all languages by length, in characters.
  public var characters: ValueCounts { languages.reduce(into: ValueCounts()) { $0.add($1.characters) } }

  /// Drawn captions of all languages by patches.
  public var patches: ValueCounts { languages.reduce(into: ValueCounts()) { $0.add($1.pages.patches) } }

  /// Reads everything.
  ///
  /// - Parameters:
  ///   - stores: the records.
  ///   - skipped: what of the source could not even be told from other records.
  ///   - absent: see `SourceContent.absent`.
  ///   - makeRenderer: makes what draws captions, for one thread.
  ///   - report: told every problem.
  ///   - progress: told how much of a stage is done, and how much there is.
  ///
  /// Throws what `report` throws, and where a renderer cannot be made.
  public init(
    of stores: [any RecordStore], skipped: SkippedRecords = SkippedRecords(), absent: Int = 0,
    options: InspectionOptions,
    pool: ThreadPool, makeRenderer: () throws -> any PageDrawing,
    report: (SkippedRecord) throws -> Void = { _ in }, progress: (Stage, Int, Int) -> Void = { _, _, _ in }
  ) throws {
    let records = JoinedRecords(stores)
    let renderers = try (0..<pool.threads).map { _ in try makeRenderer() }
    var reader = InspectionReader(records: records, options: options, pool: pool)
    let drawer = InspectionDrawer(options: options, pool: pool, renderers: renderers)
    self.absent = absent
    try note(skipped, limit: options.exampleLimit, report)
    try reader.read(into: &self, report) { progress(.reading, $0, records.count) }
    try reader.repeated.compare(records, into: &self, limit: options.exampleLimit, report)
    try drawer.drawSample(reader.captions, into: &self, report) { progress(.drawing, $0, $1) }
    shown = try drawer.show(reader.candidates, of: records, languages: languages.map(\.tag))
  }

  /// Counts a problem and hands it out.
  mutating func note(
    _ problem: SkippedRecord, limit: Int, _ report: (SkippedRecord) throws -> Void
  ) throws {
    problems[problem.kind, default: 0] += problem.weight
    exampleCounts[problem.kind, default: 0] += 1
    if exampleCounts[problem.kind, default: 0] <= limit { problemExamples.append(problem) }
    try report(problem)
  }

  private mutating func note(
    _ skipped: SkippedRecords, limit: Int, _ report: (SkippedRecord) throws -> Void
  ) throws {
    for record in skipped.first { try note(record, limit: limit, report) }
    let more = skipped.unlistedEntries
    guard more > 0 else { return }
    let sentence = "\(NumberText.thousands(more)) more problems are not listed; fix the first and look again"
    let rest = SkippedRecord(
      origin: Origin(file: "the source", place: .whole), reason: sentence, count: skipped.unlisted)
    try note(rest, limit: .max, report)
  }
}
