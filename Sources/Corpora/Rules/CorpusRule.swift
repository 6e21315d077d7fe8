/// What an image or a caption can be dropped by, in the order in which the rules are applied: whatever several rules would drop is
/// counted by the first of them. The raw values are the names in lists and reports.
public enum CorpusRule: String, CaseIterable, Sendable {
  /// Images whose shorter side has too few pixels.
  case minSide
  /// Images that are too long for their width, or too wide.
  case maxAspect
  /// Images with too many different captions.
  case maxCaptionsPerImage
  /// Captions of too many different images.
  case maxImagesPerCaption
  /// Captions with a unigram or bigram that is rare in their language.
  case vocabularySize
  /// Captions that are too short or too long.
  case length
  /// Images that look like one that is held out. The dearest rule, so that it sees what the others leave.
  case heldOut

  /// The rule above a column of a table.
  public var heading: String {
    switch self {
    case .minSide: "min side"
    case .maxAspect: "aspect"
    case .maxCaptionsPerImage: "captions/image"
    case .maxImagesPerCaption: "images/caption"
    case .vocabularySize: "vocabulary"
    case .length: "length"
    case .heldOut: "held out"
    }
  }

  /// Whether it needs to see images, so that nothing is judged where none can be read.
  var judgesImages: Bool {
    switch self {
    case .minSide, .maxAspect, .heldOut: true
    case .maxCaptionsPerImage, .maxImagesPerCaption, .vocabularySize, .length: false
    }
  }
}
