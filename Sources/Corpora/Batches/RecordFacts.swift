/// What is known of one pair of a batch besides what a model reads of it.
public struct RecordFacts: Sendable, Equatable {
  /// Names a record of a corpus, for as long as its files stay as they are.
  public struct Number: Hashable, Sendable {
    /// Of the corpus' parts.
    public var part: Int
    /// In that part's store.
    public var record: Int

    public init(part: Int, record: Int) {
      self.part = part
      self.record = record
    }
  }

  public var record: Number
  /// The image's id in its corpus; see `CaptionedImage.id`.
  public var id: String
  public var caption: String
  public var language: String
  /// How the caption came about.
  public var role: CaptionRole
  /// The names of the image's classes in all languages, as one number; nil where the corpus gives it none.
  public var label: UInt64?
  /// Where the record stands.
  public var origin: Origin
  /// The layout map of the caption's page: for every patch the UTF-8 bytes of the caption whose glyphs touch it. Empty unless it was asked
  /// for (`BatchOptions.keepsLayouts`), and in pairs whose text is no page.
  public var layout: [Range<Int>] = []
  /// The captions that views beside the image and the caption show, of those that the pair has.
  public var further: [BatchView: ShownCaption] = [:]

  /// A caption that a view shows.
  public struct ShownCaption: Sendable, Equatable {
    public var caption: Caption
    /// As `RecordFacts.layout`, of the view's page.
    public var layout: [Range<Int>]

    public init(_ caption: Caption, layout: [Range<Int>] = []) {
      self.caption = caption
      self.layout = layout
    }
  }

  public init(
    record: Number = Number(part: 0, record: 0), id: String = "", caption: String = "", language: String = "",
    role: CaptionRole = .raw, label: UInt64? = nil, origin: Origin = Origin(file: "", place: .whole)
  ) {
    self.record = record
    self.id = id
    self.caption = caption
    self.language = language
    self.role = role
    self.label = label
    self.origin = origin
  }
}
