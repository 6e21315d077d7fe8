/// How a graph of neighbours is built: more of either finds more and takes longer.
public struct GraphOptions: Sendable, Equatable {
  /// Neighbours of a vector; twice as many on the lowest level.
  public var links: Int
  /// Candidates that they are chosen among.
  public var breadth: Int

  public static let linksRange = 4...128
  public static let breadthRange = 16...2000

  public init(links: Int = 16, breadth: Int = 200) {
    self.links = links
    self.breadth = breadth
  }
}
