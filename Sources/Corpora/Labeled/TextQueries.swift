import JSON

/// Texts to look for images by, whose right answers are not known: a file of lines, or JSON lines such as Chinese-CLIP's
/// `{"text_id": 7, "text": "…"}` and MUGE's `{"query_id": 7, "query_text": "…"}`.
public struct TextQueries: Sendable, Equatable {
  public struct Query: Sendable, Equatable {
    /// A number or a text as the file has it; of plain lines their place, counted from 0.
    public let id: JSONValue
    public let text: String
  }

  public let path: String
  /// What the file calls a query's id; `text_id` where it names none.
  public let idName: String
  public let queries: [Query]
  public let skipped: SkippedRecords

  private static let idNames = ["text_id", "query_id", "id"]
  private static let textNames = ["text", "query_text", "query", "caption"]

  /// Lines without an id are numbered from 0 on, blank and unreadable ones counted, so that no number depends on what could be read.
  ///
  /// - Parameter unreadable: share of the queries that may be skipped because they cannot be read, 0…1.
  ///
  /// Throws `CorpusError` when there is no text, or more than that share cannot be read.
  public static func open(_ path: String, unreadable: Double = 0) throws -> TextQueries {
    try SourceFile.checkContent(path)
    let isJSON = [".jsonl", ".json"].contains(where: SourceFile.unpackedName(path).hasSuffix)
    var (queries, skipped) = ([Query](), SkippedRecords())
    var idName: String?
    var seen: Set<String> = []
    var lines = try LineReader(OpenFile(path: path))
    while let line = try lines.next() {
      guard CaptionFile.isText(line.text) else { continue }
      let origin = Origin(file: path, line: line.number)
      guard isJSON else {
        queries.append(Query(id: .integer(line.number - 1), text: line.text))
        continue
      }
      do throws(SkippedRecord) {
        let (name, query) = try query(line.text, number: line.number - 1, origin: origin)
        guard queries.isEmpty || (name == nil) == (idName == nil) else {
          throw SkippedRecord(
            origin: origin,
            reason: name == nil ? "the query has no id, though those before have" : "those before have no id")
        }
        guard seen.insert(query.id.compactText).inserted else {
          throw SkippedRecord(
            origin: origin, reason: "the id \(MemberName.shown(query.id.compactText)) stands in an earlier line")
        }
        idName = idName ?? name
        queries.append(query)
      } catch { skipped.add(error) }
    }
    skipped.add(lines.skipped)
    guard !queries.isEmpty else { throw CorpusError("\(path): no text to look for is in it", skipped: skipped) }
    let total = queries.count + skipped.count
    guard skipped.count <= RecordCount.limit(share: unreadable, of: total) else {
      throw CorpusError(
        "\(path): \(skipped.count) of \(total) queries cannot be read:\n"
          + skipped.lines(atMost: 20).joined(separator: "\n")
          + "\nfix them, or allow a share of them with --max-unreadable", skipped: skipped)
    }
    return TextQueries(path: path, idName: idName ?? idNames[0], queries: queries, skipped: skipped)
  }

  private static func query(
    _ line: String, number: Int, origin: Origin
  ) throws(SkippedRecord) -> (idName: String?, Query) {
    let json = try JSONValue.ofRecord(Array(line.utf8), origin: origin)
    guard let text = textNames.lazy.compactMap({ json[$0]?.stringValue }).first, CaptionFile.isText(text) else {
      throw SkippedRecord(origin: origin, reason: "“text” should be a text")
    }
    guard let name = idNames.first(where: { json[$0] != nil }), let id = json[name] else {
      return (nil, Query(id: .integer(number), text: text))
    }
    guard id.intValue != nil || id.stringValue != nil else {
      throw SkippedRecord(origin: origin, reason: "“\(name)” should be a number or a text")
    }
    return (name, Query(id: id, text: text))
  }
}
