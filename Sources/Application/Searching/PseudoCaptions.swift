import Console
import Corpora
import Files
import JSON
import Runtime
import Search

/// Gives the images of an index that have no caption the words of the nearest ones that have.
public struct PseudoCaptions {
  /// What was done.
  public struct Outcome: Sendable {
    /// Images with a caption in the language.
    public var captioned = 0
    /// Images that were given words.
    public var given = 0
    /// Images whose neighbors say nothing but stop words.
    public var wordless = 0
    /// Images in archives, which lines cannot name.
    public var archived = 0
  }

  private let index: VectorIndex
  private let pool: ThreadPool
  /// Images that are looked for at once.
  private static let block = 256

  public init(path: String, pool: ThreadPool) throws {
    index = try VectorIndex(path: path, pool: pool)
    self.pool = pool
  }

  /// Writes a line of JSON for every image that has no caption in any language, with words of the role `synthetic`.
  ///
  /// - Parameters:
  ///   - language: of the captions that words are taken of; nil takes the index's only one.
  ///   - neighbors: captioned images that words are taken of.
  ///   - words: that an image gets at most.
  ///
  /// Throws where no image has a caption in the language, or every image has one.
  public func write(to file: String, language: String?, neighbors: Int, words: Int) throws -> Outcome {
    let places = IndexPlaces(index: index.path, model: index.model)
    var (rows, captions): ([Float], [[NamedTexts]]) = ([], [])
    var waiting: [(image: IndexedImage, item: Int)] = []
    for item in 0..<index.count where !index.gallery.removed.contains(item) {
      var image = try IndexedImage(json: index.record(item), place: "\(index.path), item \(item)")
      guard image.captions.allSatisfy({ $0.texts.isEmpty }) else {
        captions.append(image.captions)
        rows += index.gallery.vector(item)
        continue
      }
      image.location = image.location.with(places.found)
      waiting.append((image, item))
    }
    let language = try chosen(language, of: captions)
    let isCaptioned = captions.map { $0.contains { $0.language == language && !$0.texts.isEmpty } }
    let kept = isCaptioned.indices.filter { isCaptioned[$0] }
    guard !waiting.isEmpty else {
      throw CommandError(
        "\(index.path): every image has a caption; index images without one too (clippo-search index), so that there is something to do"
      )
    }
    let width = index.width
    let gallery = try VectorGallery(kept.flatMap { rows[$0 * width..<($0 + 1) * width] }, width: width)
    let search = ExactSearch(gallery, pool: pool)
    let voting = try NeighborWords(limit: words)
    var outcome = Outcome()
    outcome.captioned = kept.count
    var lines = ""
    for start in stride(from: 0, to: waiting.count, by: Self.block) {
      let part = waiting[start..<min(waiting.count, start + Self.block)]
      let hits = try search.best(min(neighbors, kept.count), of: part.flatMap { index.gallery.vector($0.item) })
      for ((image, _), hits) in zip(part, hits) {
        guard case .file(let path) = image.location else {
          outcome.archived += 1
          continue
        }
        let texts = hits.map { hit in
          captions[kept[hit.index]].filter { $0.language == language }.flatMap(\.texts)
        }
        guard let caption = try voting.caption(of: texts, language: language) else {
          outcome.wordless += 1
          continue
        }
        outcome.given += 1
        let line: JSONValue = [
          "image": .string(path), "id": .string(image.id),
          "captions": .object([
            JSONMember(language, .object([JSONMember(CaptionRole.synthetic.rawValue, .array([.string(caption)]))]))
          ]),
        ]
        lines += line.compactText + "\n"
      }
    }
    try AtomicFile.write(lines, to: file)
    return outcome
  }

  /// The language that words are taken of.
  private func chosen(_ language: String?, of captions: [[NamedTexts]]) throws -> String {
    var known: [String] = []
    for named in captions.joined() where !named.texts.isEmpty && !known.contains(named.language) {
      known.append(named.language)
    }
    guard !known.isEmpty else {
      throw CommandError("\(index.path): no image has a caption, so that there are no words to give to others")
    }
    guard let language else {
      guard known.count == 1 else {
        throw CommandError("\(index.path): captions are in \(known.joined(separator: ", ")); choose with --lang")
      }
      return known[0]
    }
    guard let found = known.first(where: { $0.lowercased() == language.lowercased() }) else {
      throw CommandError(
        "\(index.path): no image has a caption in '\(language)'\(Suggestion.tail(language, in: known)); there are "
          + known.joined(separator: ", "))
    }
    return found
  }
}
