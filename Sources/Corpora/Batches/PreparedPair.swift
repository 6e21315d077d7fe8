import TextRendering

/// A picture and a caption, or whatever else stands on the two sides of a pair, as a model reads them.
struct PreparedPair {
  let first: ModelSequence
  let second: ModelSequence
  let caption: Caption
  /// Hashes of the picture's bytes and of its captions; see `SampleGroups`.
  let marks: [UInt64]
  let origin: Origin
  /// What of its captions the model does not see.
  let lost: LostText
}
