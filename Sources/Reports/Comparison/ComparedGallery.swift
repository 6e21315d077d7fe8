/// Queries that tell models apart, with what each model finds.
public struct ComparedGallery: Sendable {
  public let title: String
  /// One sentence.
  public let about: String
  public let queries: [ComparedQuery]

  public init(title: String, about: String, queries: [ComparedQuery]) {
    self.title = title
    self.about = about
    self.queries = queries
  }
}

/// A text and the images that each model finds for it.
public struct ComparedQuery: Sendable {
  /// What one model makes of it.
  public struct Answer: Sendable {
    public let model: String
    /// The text in the pieces that the model reads; nil for a model that reads the page.
    public let pieces: [String]?
    /// Best first.
    public let found: [FoundImage]
    /// Place of the right image, 1 for first.
    public let rightPlace: Double

    public init(model: String, pieces: [String]?, found: [FoundImage], rightPlace: Double) {
      self.model = model
      self.pieces = pieces
      self.found = found
      self.rightPlace = rightPlace
    }
  }

  public let text: String
  public let split: String
  public let language: String
  /// Nil where no model reads pages.
  public let page: ReportImage?
  public let wanted: ReportImage
  public let answers: [Answer]

  public init(
    text: String, split: String, language: String, page: ReportImage?, wanted: ReportImage, answers: [Answer]
  ) {
    self.text = text
    self.split = split
    self.language = language
    self.page = page
    self.wanted = wanted
    self.answers = answers
  }
}
