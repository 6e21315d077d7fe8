import TextRendering

/// An image and a caption, or whatever else stands on the two sides of a pair, as a model reads them.
struct PreparedPair {
  let first: ModelSequence
  let second: ModelSequence
  let facts: RecordFacts
  /// Hashes of the image's bytes and of its captions; see `DuplicateIds`.
  let duplicateKeys: [UInt64]
  /// What of its captions the model does not see.
  let truncation: TextTruncation
}
