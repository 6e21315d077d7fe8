import Console
import Corpora
import Evaluation
import Files
import JSON

/// Answers queries whose right answers are not given out, for those who have them: a leaderboard, or people who judge.
public struct PredictionRun {
  private let embedding: ModelEmbedding
  private let language: String

  /// Images per query, as leaderboards ask for.
  static let depth = 10

  /// - Parameter language: of the queries.
  public init(_ embedding: ModelEmbedding, language: String) {
    self.embedding = embedding
    self.language = language
  }

  /// Writes a line for every query: its id, under the name that its file has for it, and the ids of the nearest images, best first.
  ///
  ///     {"text_id": 7, "image_ids": [301, 12, …]}
  ///
  /// Ids of images are numbers where all of them are. Returns what was done, in sentences.
  public func run(_ queries: TextQueries, gallery content: SourceContent, to path: String) throws -> [String] {
    let images = try (0..<content.store.catalog.count).map { try content.store.record($0) }
    let gallery = try embedding.gallery(images.map { ($0.image, $0.origin) }, ids: images.map(\.id))
    guard !gallery.kept.isEmpty else { throw CommandError("\(queries.path): there is no image to find") }
    let (texts, lost) = try embedding.texts(queries.queries.map(\.text), language: language)
    let ids =
      Self.numbers(gallery.table.ids).map { $0.map { JSONValue.integer($0) } }
      ?? gallery.table.ids.map { JSONValue.string($0) }
    let best = try CosineScores(queries: texts, gallery: gallery.table).best(Self.depth)
    let lines = zip(queries.queries, best).map { query, hits -> String in
      let answer = JSONValue.object([
        JSONMember(queries.idName, query.id), JSONMember("image_ids", .array(hits.map { ids[$0.index] })),
      ])
      return answer.compactText + "\n"
    }
    try AtomicFile.write(lines.joined(), to: path)
    return [
      "\(path): \(NumberText.counted(lines.count, "query", "queries")), each with the nearest \(min(Self.depth, ids.count)) of "
        + NumberText.counted(ids.count, "image", "images"), lost.sentence.map { "of the queries \($0)" },
      queries.skipped.sentence("Queries"), gallery.skipped.sentence("Images"),
    ].compactMap { $0 }
  }

  /// Nil where one of the ids is no number, as “007” is none, or two are the same.
  private static func numbers(_ ids: [String]) -> [Int]? {
    let numbers = ids.compactMap { id in Int(id).flatMap { String($0) == id ? $0 : nil } }
    return numbers.count == ids.count && Set(numbers).count == numbers.count ? numbers : nil
  }
}
