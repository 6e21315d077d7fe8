import JSON

/// What a handler answers.
public struct HTTPResponse: Sendable, Equatable {
  /// Such as 200.
  public var status: Int
  public var contentType: String
  public var body: [UInt8]
  /// Name and value of headers besides the content's type and length.
  public var headers: [[String]]

  public init(status: Int = 200, contentType: String, body: [UInt8], headers: [[String]] = []) {
    self.status = status
    self.contentType = contentType
    self.body = body
    self.headers = headers
  }

  /// A document in JSON.
  public init(status: Int = 200, json: JSONValue, headers: [[String]] = []) {
    self.init(
      status: status, contentType: "application/json; charset=utf-8", body: Array((json.compactText + "\n").utf8),
      headers: headers)
  }

  /// A refusal: `{"error": sentence}`.
  public init(refusing status: Int, _ sentence: String, headers: [[String]] = []) {
    self.init(status: status, json: ["error": .string(sentence)], headers: headers)
  }
}

/// Whoever answers requests. Called on several threads at once.
public protocol HTTPHandling: Sendable {
  /// Asked when a request's header is there and its body is not: a refusal, or nil to let it go on.
  func refusal(of request: HTTPRequest) -> HTTPResponse?
  /// Asked when all of it is there.
  func answer(to request: HTTPRequest) -> HTTPResponse
}
