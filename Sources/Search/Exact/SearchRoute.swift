import CKernels

/// How an exact search finds what it looks at closely. Every route gives the same answer to the last bit, because each but the
/// first leaves out only what cannot be among the best, and all of them score what is left alike.
public enum SearchRoute: String, Sendable, CaseIterable {
  /// Scores every vector.
  case scores
  /// Multiplies blocks of vectors with all queries in float32.
  case floats
  /// Rounds vectors to bf16 on their way into AMX's tiles.
  case tiles

  /// Rounds vectors to eight bits on their way and multiplies bytes, with AVX-512's VNNI.
  case bytes

  /// The fastest that this processor has.
  public static var fastest: SearchRoute { [.tiles, .bytes].first(where: \.isAvailable) ?? .floats }

  public var isAvailable: Bool {
    switch self {
    case .scores, .floats: true
    case .tiles: clippo_has_tiles() != 0
    case .bytes: clippo_has_vnni() != 0
    }
  }
}
