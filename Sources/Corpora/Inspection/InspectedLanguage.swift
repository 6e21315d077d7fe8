import TextRendering

/// What a source has in one language.
public struct InspectedLanguage: Sendable {
  /// A text that several images have.
  public struct RepeatedText: Sendable, Equatable {
    public let text: String
    public let images: Int
  }

  /// How captions of a random sample were drawn.
  public struct Pages: Sendable {
    /// Captions by their patches.
    public var patches = ValueCounts()
    /// Captions that do not fit the page.
    public var truncated = 0
    /// Captions that cannot be drawn or leave no ink.
    public var failed = 0
    public var truncation = TextTruncation()

    /// Captions of the sample.
    public var captions: Int { patches.total + failed }
  }

  /// BCP 47 tag.
  public let tag: String
  /// Images with a caption in it, by split.
  public internal(set) var images: [CorpusSplit: Int] = [:]
  /// Captions by their role.
  public internal(set) var roles: [CaptionRole: Int] = [:]
  /// Captions by their length in characters as people count them.
  public internal(set) var characters = ValueCounts()
  /// Different texts that are the caption of several images; keywords and names of classes do not count.
  public internal(set) var repeatedTexts = 0
  /// Captions with such a text, each as often as it stands there: also twice where one image has it twice.
  public internal(set) var repeatedCaptions = 0
  /// Those that most images have, the most frequent first.
  public internal(set) var repeatedExamples: [RepeatedText] = []
  public internal(set) var pages = Pages()

  init(tag: String) { self.tag = tag }

  /// Images with a caption in it.
  public var imageCount: Int { images.values.reduce(0, +) }
  public var captionCount: Int { characters.total }

  /// Share of the captions whose text is also the caption of another image, in percent; keywords and names of classes are skipped
  /// of both counts. Nil where there are no others.
  public var sharedPercent: Double? {
    let compared = captionCount - (roles[.keyword] ?? 0) - (roles[.label] ?? 0)
    return compared > 0 ? 100 * Double(repeatedCaptions) / Double(compared) : nil
  }
}
