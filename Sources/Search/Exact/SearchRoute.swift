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

  /// The fastest that this processor has.
  public static var fastest: SearchRoute { tiles.isAvailable ? .tiles : .floats }

  public var isAvailable: Bool { self != .tiles || clippo_has_tiles() != 0 }
}
