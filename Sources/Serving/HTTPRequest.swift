/// A request as a handler sees it: nothing of it has been believed yet.
public struct HTTPRequest: Sendable {
  /// A parameter after the address' question mark, decoded.
  public struct Parameter: Sendable, Equatable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// What the header says of the body's length.
  public enum Length: Sendable, Equatable {
    case unknown, unreadable
    case bytes(Int)
  }

  /// Such as `GET`.
  public var method: String
  /// Decoded, without parameters.
  public var path: String
  /// Bytes of the address as it was sent.
  public var targetBytes: Int
  /// A zero byte stands in the address; `path` ends before it.
  public var hasZero: Bool
  /// In order; nil where one is not UTF-8 or there are too many.
  public var parameters: [Parameter]?
  public var host: String?
  public var origin: String?
  public var length: Length
  /// Where the request comes from, without the port.
  public var address: String
  public var body: [UInt8]
  /// The body was longer than allowed and is not here.
  public var isBodyTooLong: Bool

  public init(
    method: String = "GET", path: String, targetBytes: Int = 0, hasZero: Bool = false, parameters: [Parameter]? = [],
    host: String? = nil,
    origin: String? = nil, length: Length = .unknown, address: String = "127.0.0.1", body: [UInt8] = [],
    isBodyTooLong: Bool = false
  ) {
    self.method = method
    self.path = path
    self.targetBytes = targetBytes
    self.hasZero = hasZero
    self.parameters = parameters
    self.host = host
    self.origin = origin
    self.length = length
    self.address = address
    self.body = body
    self.isBodyTooLong = isBodyTooLong
  }
}
