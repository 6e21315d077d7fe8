import Images

/// One photo or one caption, as a model reads it.
public enum ModelSequence: Sendable {
  /// A photo, or a caption's page.
  case patches(PatchSequence)
  /// A caption's tokens, those that frame it among them.
  case tokens([Int32])

  /// Patches or tokens.
  public var count: Int {
    switch self {
    case .patches(let patches): patches.count
    case .tokens(let tokens): tokens.count
    }
  }

  /// The patches; nil for tokens.
  public var patches: PatchSequence? {
    if case .patches(let patches) = self { patches } else { nil }
  }

  /// The tokens; nil for patches.
  public var tokens: [Int32]? {
    if case .tokens(let tokens) = self { tokens } else { nil }
  }
}
