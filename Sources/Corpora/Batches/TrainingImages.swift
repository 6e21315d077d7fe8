import Images
import Runtime

/// The images that a run trains, each once, as training shows them where nothing varies them.
public struct TrainingImages: Sendable {
  /// In the order of the corpus.
  public let numbers: [RecordFacts.Number]
  private let corpus: Corpus
  private let photo: PhotoPreparation

  /// - Parameter languages: of the captions; all of the corpus where empty.
  public init(_ corpus: Corpus, languages: [String], photo: PhotoPreparation) {
    let languages = languages.isEmpty ? corpus.languages : languages
    self.corpus = corpus
    self.photo = photo
    numbers = corpus.parts.enumerated().flatMap { part, content in
      let records = languages.reduce(into: Set<Int32>()) {
        $0.formUnion(content.store.catalog.records(of: .train, in: $1))
      }
      return records.sorted().map { RecordFacts.Number(part: part, record: Int($0)) }
    }
  }

  /// One of them: its patches, and the hash of its file's bytes.
  public struct Image: Sendable {
    public let number: RecordFacts.Number
    public let patches: PatchSequence
    public let hash: UInt64
  }

  /// Some of them; nil for those that cannot be read, which training meets again and notes.
  public func images(_ range: Range<Int>, pool: ThreadPool) throws -> [Image?] {
    let cache = ImageCache(photo, keeping: 0)
    return try pool.map(range.count) { index, _ in
      let number = numbers[range.lowerBound + index]
      // Nothing is drawn from it where nothing varies.
      var generator = SeededGenerator(seed: 0)
      do {
        let record = try corpus.parts[number.part].store.record(number.record)
        let image = try cache.image(of: record, key: .init(part: number.part, record: number.record))
        let patches = try photo.trainingPatches(
          of: image.image, caption: Caption(text: "", language: "", role: .raw), using: &generator)
        return Image(number: number, patches: patches, hash: image.hash)
      } catch {
        return nil
      }
    }
  }
}
