/// Finds images and captions that several records have.
struct RepeatedContents {
  private var images = RepeatedValues()
  private var texts: [String: RepeatedValues] = [:]

  /// Texts of a language that are kept as examples.
  private static let textExamples = 5

  /// - Parameter hash: of the file's bytes.
  mutating func addImage(_ hash: UInt64, record: Int) { images.add(hash, record: record) }

  /// - Parameter hash: of the text's bytes.
  mutating func addText(_ hash: UInt64, language: String, record: Int) {
    texts[language, default: RepeatedValues()].add(hash, record: record)
  }

  /// Counts what is repeated, and hands out every record of an image that several splits have.
  func compare(
    _ records: JoinedRecords, into inspection: inout CorpusInspection, limit: Int,
    _ report: (SkippedRecord) throws -> Void
  ) throws {
    for group in images.groups() { try note(group.records, of: records, in: &inspection, limit: limit, report) }
    for place in inspection.languages.indices {
      let groups = texts[inspection.languages[place].tag]?.groups() ?? []
      inspection.languages[place].repeatedTexts = groups.count
      inspection.languages[place].repeatedCaptions = groups.reduce(0) { $0 + $1.occurrences }
      let most = groups.sorted { ($1.records.count, $0.records[0]) < ($0.records.count, $1.records[0]) }
      inspection.languages[place].repeatedExamples = most.prefix(Self.textExamples).compactMap { group in
        Self.text(group.hash, of: inspection.languages[place].tag, at: group.records[0], in: records)
          .map { InspectedLanguage.RepeatedText(text: $0, images: group.records.count) }
      }
    }
  }

  private static func text(_ hash: UInt64, of language: String, at record: Int, in records: JoinedRecords) -> String? {
    let captions = (try? records.record(record))?.captions ?? []
    return captions.first { $0.language == language && StableHash.of($0.text.utf8) == hash }?.text
  }

  private func note(
    _ group: [Int], of records: JoinedRecords, in inspection: inout CorpusInspection, limit: Int,
    _ report: (SkippedRecord) throws -> Void
  ) throws {
    let splits = group.map(records.split)
    let isLeak = Set(splits).count > 1
    inspection.repeated.files += 1
    inspection.repeated.records += group.count
    guard isLeak || inspection.repeated.examples.count < limit else { return }
    let origins = group.map { number in
      (try? records.record(number))?.origin ?? Origin(file: "record \(number)", place: .whole)
    }
    let found = RepeatedImages.Group(origins: origins.map(\.description), splits: splits)
    if inspection.repeated.examples.count < limit { inspection.repeated.examples.append(found) }
    guard isLeak else { return }
    inspection.repeated.leakedFiles += 1
    inspection.repeated.leakedRecords += group.count
    if inspection.repeated.leakExamples.count < limit { inspection.repeated.leakExamples.append(found) }
    for (origin, split) in zip(origins, splits) {
      guard let other = splits.firstIndex(where: { $0 != split }) else { continue }
      let sentence =
        "the image of split “\(split.rawValue)” is also \(origins[other]), of split “\(splits[other].rawValue)”"
      try inspection.note(SkippedRecord(.leak, origin: origin, reason: sentence), limit: limit, report)
    }
  }
}
