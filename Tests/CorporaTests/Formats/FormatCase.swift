import FoundationEssentials
import Runtime
import TestSupport
import Testing

@testable import Corpora

/// Files of one format and what reading them gives. `~` stands for the folder they are written to.
struct FormatCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let files: [String: [UInt8]]
  let source: CorpusSource
  /// One text a record; see `FormatOutcome`.
  var records: [String] = []
  /// In any order.
  var problems: [String] = []
  /// Images that are not there.
  var absent = 0
  var error: String?

  init(
    _ name: String, _ format: CorpusFormat, _ path: String, _ files: [String: [UInt8]], records: [String] = [],
    problems: [String] = [], absent: Int = 0, error: String? = nil, change: (inout CorpusSource) -> Void = { _ in }
  ) {
    testDescription = "\(format): \(name)"
    self.files = files
    var source = CorpusSource(path: path)
    source.format = format
    source.language = format.options.contains(.language) && format != .multi30k ? "en" : nil
    change(&source)
    self.source = source
    self.records = records
    self.problems = problems
    self.absent = absent
    self.error = error
  }

  /// Whether everything can be read.
  var isGood: Bool { problems.isEmpty && error == nil }

  /// Whether a file is one of the images that its records show.
  func shows(_ bytes: [UInt8]) -> Bool {
    records.contains { $0.hasSuffix("| " + String(decoding: bytes, as: UTF8.self)) }
  }

  static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// Writes the files, one of them perhaps with other bytes.
  func write(to folder: TemporaryFolder, replacing name: String = "", by bytes: [UInt8] = []) throws {
    for (file, content) in files {
      let path = folder.file(file)
      try FileManager.default.createDirectory(
        atPath: SourceFile.folder(of: path), withIntermediateDirectories: true)
      try Data(file == name ? bytes : content).write(to: URL(filePath: path))
    }
  }
}

/// What reading a source gave, as texts.
struct FormatOutcome: Equatable {
  var records: [String] = []
  var problems: [String] = []
  var absent = 0
  var error: String?

  /// - Parameter keptText: bytes of text up to which records are kept in memory, where the format knows that.
  init(_ source: CorpusSource, in folder: TemporaryFolder, keptText: Int? = nil, threads: Int = 1) {
    do {
      let content = try Self.read(source, in: folder, keptText: keptText, pool: ThreadPool(threads: threads))
      records = (0..<content.store.catalog.count).map { Self.text(of: $0, in: content.store, folder) }
      problems = content.skipped.first.map { Self.short($0, folder) }.sorted()
      absent = content.absent
    } catch { self.error = Self.short(error, folder) }
  }

  private static func read(
    _ source: CorpusSource, in folder: TemporaryFolder, keptText: Int?, pool: ThreadPool
  ) throws -> SourceContent {
    guard let keptText else {
      let corpus = PairCorpus(folder: folder.path, training: [], heldOut: [], unreadableLimit: 1)
      return try corpus.read(source, pool: pool, report: { _ in })
    }
    var source = source
    source.images = source.images.map { folder.file($0) }
    let path = folder.file(source.path)
    return source.format == .table
      ? try TableFormat(source: source, keptText: keptText).read(path, pool: pool)
      : try JSONLinesFormat(source: source, keptText: keptText).read(path, pool: pool)
  }

  /// `id | split if not train | language role: text; … | bytes of the image`.
  private static func text(of index: Int, in store: any RecordStore, _ folder: TemporaryFolder) -> String {
    do {
      let record = try store.record(index)
      let captions = record.captions.map { "\($0.language) \($0.role): \($0.text)" }.joined(separator: "; ")
      let isListed =
        store.catalog.languages(index) == record.languages && store.catalog.split(index) == record.split
        && store.imageMark(index) == record.image.mark
      let image: String
      do { image = String(decoding: try record.image.bytes(limit: 1 << 20), as: UTF8.self) } catch {
        image = "no image: \(short(error, folder))"
      }
      let split = record.split == .train ? "" : " | \(record.split.rawValue)"
      return "\(short(record.id, folder))\(split) | \(captions) | \(image)\(isListed ? "" : " | not as listed")"
    } catch { return short(error, folder) }
  }

  static func short(_ text: Any, _ folder: TemporaryFolder) -> String {
    "\(text)".replacing(folder.path, with: "~")
  }
}
