/// How much a site takes from whom.
public struct SiteLimits: Sendable {
  /// Searches a second from one address, in the long run.
  public var searchesPerSecond = 10.0
  /// Searches at once from one address that has been quiet.
  public var burst = 40.0
  /// Images shown that cost as much as a search.
  public var imagesPerSearch = 20.0
  /// Bytes of an address with its parameters.
  public var targetBytes = 8192
  /// Bytes of an image that is searched by.
  public var bodyBytes = 16 << 20
  /// Bytes of a text.
  public var textBytes = 2000
  /// Texts of a question.
  public var texts = 8
  /// Images of an answer.
  public var top = 200
  /// Weights that texts may have beside an image.
  static let textWeights = 0.01...100.0

  public init() {}
}
