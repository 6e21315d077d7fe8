import TextRendering

/// What a source has in one language.
public struct InspectedLanguage: Sendable {
  /// A text that several pictures have.
  public struct RepeatedText: Sendable, Equatable {
    public let text: String
    public let pictures: Int
  }

  /// How captions of a random sample were drawn.
  public struct Pages: Sendable {
    /// Captions by their patches.
    public var patches = ValueCounts()
    /// Captions that do not fit the page.
    public var truncated = 0
    /// Captions that cannot be drawn or leave no ink.
    public var failed = 0
    public var lost = LostText()

    /// Captions of the sample.
    public var captions: Int { patches.total + failed }
  }

  /// BCP 47 tag.
  public let tag: String
  /// Pictures with a caption in it, by split.
  public internal(set) var pictures: [CorpusSplit: Int] = [:]
  /// Captions by their role.
  public internal(set) var roles: [CaptionRole: Int] = [:]
  /// Captions by their length in characters as people count them.
  public internal(set) var characters = ValueCounts()
  /// Different texts that are the caption of several pictures; keywords and names of classes do not count.
  public internal(set) var repeatedTexts = 0
  /// Captions with such a text, each as often as it stands there: also twice where one picture has it twice.
  public internal(set) var repeatedCaptions = 0
  /// Those that most pictures have, the most frequent first.
  public internal(set) var repeatedExamples: [RepeatedText] = []
  public internal(set) var pages = Pages()

  init(tag: String) { self.tag = tag }

  /// Pictures with a caption in it.
  public var pictureCount: Int { pictures.values.reduce(0, +) }
  public var captionCount: Int { characters.total }

  /// Share of the captions whose text is also the caption of another picture, in percent; keywords and names of classes are left out
  /// of both counts. Nil where there are no others.
  public var sharedPercent: Double? {
    let compared = captionCount - (roles[.keyword] ?? 0) - (roles[.label] ?? 0)
    return compared > 0 ? 100 * Double(repeatedCaptions) / Double(compared) : nil
  }
}
