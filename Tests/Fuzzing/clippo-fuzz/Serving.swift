import Glibc
import JSON

@testable import Serving

extension FuzzSubject {
  static let serving = [
    FuzzSubject(
      "http",
      examples: Examples.texts(
        "GET /api/search?q=%E7%BA%A2%0A%D7%A9&lang=zh&minus=a&top=3 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /api/search?top=2 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\nabc",
        "POST /api/search HTTP/1.1\r\nHost: [::1]\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
        "HEAD / HTTP/1.0\r\n\r\n", "GET /thumb/4 HTTP/1.1\r\nHost: localhost:80\r\n\r\nGET /image/3 HTTP/1.1\r\n\r\n",
        "GET /api/info HTTP/1.1\r\nHost: localhost\r\nOrigin: http://elsewhere\r\n\r\n")
    ) { bytes in
      let reply = try exchange(bytes, port: server.get().port)
      // Whatever a stranger sends is their mistake, not the server's.
      expect(reply.isEmpty || reply.starts(with: "HTTP/1.".utf8), "no answer in HTTP")
      let status = Int(String(decoding: reply.dropFirst(9).prefix(3), as: UTF8.self)) ?? 0
      expect(reply.isEmpty || (200..<500).contains(status) || status == 501 || status == 505, "status \(status)")
    }
  ]

  private static let server = Result {
    var limits = SiteLimits()
    limits.searchesPerSecond = 1_000_000
    limits.burst = 1_000_000
    limits.bodyBytes = 1 << 16
    var settings = HTTPServer.Settings()
    settings.threads = 1
    settings.timeout = 2
    settings.bodyLimit = limits.bodyBytes
    return try HTTPServer(
      settings, handling: SearchSite(NoImages(), hosts: HostCheck(listeningAt: settings.address), limits: limits))
  }

  private struct NoConnection: Error, CustomStringConvertible { let description = "no connection to the server" }

  /// Sends bytes, closes this side, and takes all that comes back.
  private static func exchange(_ bytes: [UInt8], port: UInt16) throws -> [UInt8] {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    // Closing with a reset leaves no port waiting: thousands of connections a second would use up all there are.
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let outcome = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    guard descriptor >= 0, outcome == 0 else { throw NoConnection() }
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { break }
      sent += count
    }
    shutdown(descriptor, Int32(SHUT_WR))
    var reply: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return reply }
      reply += buffer.prefix(count)
    }
  }
}

/// Answers every question with as many hits as were asked for.
private struct NoImages: SearchedImages {
  func find(_ question: SearchQuestion) throws -> JSONValue {
    ["hits": .array((0..<question.top).map { ["item": .integer($0)] })]
  }

  func information() throws -> JSONValue { ["images": 10] }

  func thumbnail(_ item: Int) throws -> ServedImage? { try image(item) }

  func image(_ item: Int) throws -> ServedImage? {
    item < 10 ? ServedImage(contentType: "image/png", bytes: [UInt8](repeating: 0, count: item)) : nil
  }
}
