/// How a graph of neighbors is built: more of either finds more and takes longer.
public struct GraphOptions: Sendable, Equatable {
  /// Neighbors of a vector; twice as many on the lowest level.
  public var links: Int
  /// Candidates that they are chosen among.
  public var efConstruction: Int

  public static let linksRange = 4...128
  public static let efConstructionRange = 16...2000

  public init(links: Int = 16, efConstruction: Int = 200) {
    self.links = links
    self.efConstruction = efConstruction
  }
}
