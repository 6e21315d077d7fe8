/// What a batch shows of every pair. An objective asks for views by these names.
public enum BatchView: String, Hashable, Sendable, CaseIterable {
  /// The image. In pairs of texts another caption of the record stands in its place.
  case image
  /// The caption. In pairs of two views of an image the second view stands in its place.
  case text
}
