import CMicroHTTPD
import Synchronization

/// Listens at one address and hands requests to a handler, by GNU libmicrohttpd. It stops with its last reference.
public final class HTTPServer: Sendable {
  public struct Settings: Sendable {
    /// A numeric address, IPv4 or IPv6.
    public var address = "127.0.0.1"
    /// 0 takes any that is free.
    public var port: UInt16 = 0
    /// Requests that are worked on at once.
    public var threads = 8
    /// Connections that are open at once; more wait.
    public var connections = 1280
    /// Connections at once whose request has not come whole. Beyond, the one that has waited longest is closed, among those of
    /// the address that has most: whoever opens connections and says nothing takes nobody else's place.
    public var unfinished = 1024
    /// Seconds after which a connection is closed that is silent, or whose header has not come whole; a body may take eight times
    /// as long.
    public var timeout = 15
    /// Bytes of a body at most.
    public var bodyLimit = 16 << 20

    public init() {}
  }

  public let settings: Settings
  private let handle: Mutex<OpaquePointer?>
  private let handler: Handler
  /// The port that is listened at.
  public let port: UInt16

  /// Keeps the handler where C can find it.
  private final class Handler: Sendable {
    let handling: any HTTPHandling
    init(_ handling: any HTTPHandling) { self.handling = handling }
  }

  /// Begins to listen. Throws `ServingError` where the port is taken or the system refuses.
  public init(_ settings: Settings = Settings(), handling: any HTTPHandling) throws {
    let handler = Handler(handling)
    let context = Unmanaged.passUnretained(handler).toOpaque()
    let outcome = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CLIPPO_HTTP_MESSAGE)) {
      message -> Result<OpaquePointer, ServingError> in
      message.initialize(repeating: 0)
      return settings.address.withCString { address in
        var wanted = clippo_http_settings(
          address: address, port: settings.port, threads: UInt32(settings.threads),
          connections: UInt32(settings.connections), unfinished: UInt32(settings.unfinished),
          timeout_seconds: UInt32(settings.timeout),
          body_limit: settings.bodyLimit, admit: Self.admit, answer: Self.answer, context: context)
        guard let base = message.baseAddress else { return .failure(ServingError("there is not enough memory")) }
        guard let server = clippo_http_start(&wanted, base) else {
          return .failure(ServingError(String(cString: base)))
        }
        return .success(server)
      }
    }
    let server = try outcome.get()
    self.settings = settings
    self.handler = handler
    port = clippo_http_port(server)
    handle = Mutex(server)
  }

  deinit { stop() }

  /// Takes no more requests and waits for those that are worked on.
  public func stop() {
    let server = handle.withLock { handle -> OpaquePointer? in
      defer { handle = nil }
      return handle
    }
    if let server { clippo_http_stop(server) }
  }

  private static let admit: clippo_http_handler = { context, request, answer in
    guard let context else { return }
    let handler = Unmanaged<Handler>.fromOpaque(context).takeUnretainedValue()
    let refusal = handler.handling.refusal(of: HTTPRequest(request.pointee, withBody: false))
    if let refusal { refusal.fill(answer) }
  }

  private static let answer: clippo_http_handler = { context, request, answer in
    guard let context else { return }
    let handler = Unmanaged<Handler>.fromOpaque(context).takeUnretainedValue()
    handler.handling.answer(to: HTTPRequest(request.pointee, withBody: true)).fill(answer)
  }
}

extension HTTPResponse {
  fileprivate func fill(_ answer: OpaquePointer) {
    clippo_http_set(answer, UInt32(clamping: status), body, body.count)
    clippo_http_add_header(answer, "Content-Type", contentType)
    for header in headers where header.count == 2 { clippo_http_add_header(answer, header[0], header[1]) }
  }
}

extension HTTPRequest {
  fileprivate init(_ request: clippo_http_request, withBody: Bool) {
    let length: Length =
      switch request.content_bytes {
      case -1: .unknown
      case -2: .unreadable
      case let count: .bytes(Int(count))
      }
    self.init(
      method: String(cString: request.method), path: String(cString: request.path),
      targetBytes: request.target_bytes, hasZero: request.has_zero != 0, parameters: Self.parameters(request),
      host: request.host.map { String(cString: $0) }, origin: request.origin.map { String(cString: $0) },
      length: length, address: String(cString: request.address),
      body: withBody ? Array(UnsafeBufferPointer(start: request.body, count: request.body_bytes)) : [],
      isBodyTooLong: request.is_body_too_long != 0)
  }

  private static func parameters(_ request: clippo_http_request) -> [Parameter]? {
    guard request.has_too_many_fields == 0 else { return nil }
    var parameters: [Parameter] = []
    for field in UnsafeBufferPointer(start: request.fields, count: request.field_count) {
      let bytes = UnsafeRawBufferPointer(start: field.value, count: field.value_bytes)
      guard let name = String(validatingCString: field.name), let value = String(validating: bytes, as: UTF8.self)
      else { return nil }
      parameters.append(Parameter(name, value))
    }
    return parameters
  }
}
