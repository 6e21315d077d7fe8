import Pixels

/// A picture and a caption as patches.
struct PreparedPair {
  let photo: PatchSequence
  let page: DrawnPage
  let caption: Caption
  /// Hashes of the picture's bytes and of its captions; see `SampleGroups`.
  let marks: [UInt64]
  let origin: Origin
}
