import Pixels

/// A picture and a caption as patches.
struct PreparedPair {
  let photo: PatchSequence
  let page: DrawnPage
  let caption: Caption
  let group: Int32
  let origin: Origin
}
