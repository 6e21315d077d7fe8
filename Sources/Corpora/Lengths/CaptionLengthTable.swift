import Runtime

/// How long the captions of each language are for several ways of reading them.
public struct CaptionLengthTable: Sendable, Equatable {
  /// One way of reading.
  public struct Column: Sendable, Equatable {
    public let name: String
    /// In the table's order of languages.
    public let languages: [CaptionLengths]

    /// All languages together.
    public var all: CaptionLengths { .joined(languages, as: "all") }
  }

  public let languages: [String]
  /// Captions of each language by their length in characters as people count them.
  public let characters: [ValueCounts]
  public let columns: [Column]

  /// Captions of all languages by their length in characters.
  public var allCharacters: ValueCounts { characters.reduce(into: ValueCounts()) { $0.add($1) } }

  /// Captions that are read between two looks at the progress.
  private static let stride = 256

  /// Reads every caption in every way. Captions that cannot be read are counted, see `CaptionLengths.failed`.
  ///
  /// - Parameters:
  ///   - captions: the texts of each language; a language may have none.
  ///   - progress: told how many readings are done, and how many there are.
  ///
  /// Throws where a reader cannot be made.
  public init(
    of captions: [(language: String, texts: [String])], with readers: [NamedCaptionReader], pool: ThreadPool,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws {
    let total = readers.count * captions.reduce(0) { $0 + $1.texts.count }
    var done = 0
    languages = captions.map(\.language)
    characters = captions.map { ValueCounts($0.texts.lazy.map(\.count)) }
    columns = try readers.map { reader in
      let threads = try (0..<pool.threads).map { _ in try reader.make() }
      let languages = captions.map { language, texts in
        var lengths = CaptionLengths(language: language)
        for start in Swift.stride(from: 0, to: texts.count, by: Self.stride) {
          let part = texts[start..<min(texts.count, start + Self.stride)]
          lengths.read(part, with: threads, pool: pool)
          done += part.count
          progress(done, total)
        }
        return lengths
      }
      return Column(name: reader.name, languages: languages)
    }
  }
}
