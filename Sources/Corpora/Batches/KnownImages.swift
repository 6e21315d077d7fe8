import Images
import Runtime

/// Images whose embeddings are known, so that training need not read them.
public struct KnownImages: Sendable, Equatable {
  /// For every part of the corpus the hash of each record's image; 0 where it is not known.
  private var hashes: [[UInt64]]

  /// - Parameter counts: records of each part.
  public init(counts: [Int]) { hashes = counts.map { [UInt64](repeating: 0, count: $0) } }

  /// Of the image's bytes; nil where the image is not known.
  public func hash(of number: RecordFacts.Number) -> UInt64? {
    guard hashes.indices.contains(number.part), hashes[number.part].indices.contains(number.record) else { return nil }
    let hash = hashes[number.part][number.record]
    return hash == 0 ? nil : hash
  }

  /// Makes an image known. Numbers of no record are let go.
  public mutating func add(_ number: RecordFacts.Number, hash: UInt64) {
    guard hashes.indices.contains(number.part), hashes[number.part].indices.contains(number.record) else { return }
    // 0 says that an image is not known.
    hashes[number.part][number.record] = max(1, hash)
  }
}

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
