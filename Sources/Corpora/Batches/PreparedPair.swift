import TextRendering

/// An image and a caption, or whatever else stands on the two sides of a pair, as a model reads them.
struct PreparedPair {
  /// What the two sides of a pair are.
  enum Kind { case imageAndCaption, texts, views }

  let kind: Kind
  /// Nil where nobody asked for images.
  let first: Side?
  /// Nil where nobody asked for texts.
  let second: ModelSequence?
  /// The views beside the two, as `Set.further` orders them; nil where the pair lacks one.
  var further: [FurtherView?] = []
  /// The caption as a teacher reads it; nil where there is none.
  var teacherText: ModelSequence?
  let facts: RecordFacts
  /// Hashes of the image's bytes and of its captions; see `DuplicateIds`.
  let duplicateKeys: [UInt64]
  /// What of its captions the model does not see.
  let truncation: TextTruncation

  /// What a view beside the two shows.
  struct FurtherView {
    let view: BatchView
    let sequence: ModelSequence
  }

  /// What stands in the place of the image.
  enum Side {
    case sequence(ModelSequence)
    /// An image whose embedding is known.
    case known(RecordFacts.Number)
  }

  var firstIsCaption: Bool { kind == .texts }
  var secondIsCaption: Bool { kind != .views }
}
