/// What a sequence shows. The patches themselves do not say: a photo and the page of a caption look alike to a tower.
public enum Modality: Hashable, Sendable, CaseIterable {
  /// A photo, or a view of one.
  case image
  /// A caption: its page where it comes as patches.
  case text
}
