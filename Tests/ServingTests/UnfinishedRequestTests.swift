@preconcurrency import Glibc
import TestSupport
import Testing

@testable import Serving

/// Connections that are opened and never say what they want.
@Suite(.serialized) struct UnfinishedRequestTests {
  private struct Greeting: HTTPHandling {
    func refusal(of request: HTTPRequest) -> HTTPResponse? { nil }
    func answer(to request: HTTPRequest) -> HTTPResponse { HTTPResponse(contentType: "text/plain", body: [1]) }
  }

  private static func serve(unfinished: Int = 1024, timeout: Int) throws -> HTTPServer {
    var settings = HTTPServer.Settings()
    (settings.unfinished, settings.timeout) = (unfinished, timeout)
    return try HTTPServer(settings, handling: Greeting())
  }

  private static let half = Array("GET / HTTP/1.1\r\nHost: loc".utf8)
  private static let rest = Array("alhost\r\nConnection: close\r\n\r\n".utf8)

  @Test(
    "A request that is not whole in time is closed, whether it is silent or says a byte now and then",
    arguments: ["", "GET", "GET / HTTP/1.1\r\nHost: localhost\r\nX: "], [false, true])
  func deadline(beginning: String, drips: Bool) throws {
    let server = try Self.serve(timeout: 1)
    let connection = try Connection(port: server.port)
    connection.write(Array(beginning.utf8))
    // Dripping, no silence is ever as long as the limit.
    for _ in 0..<100 where drips && connection.isSilent {
      connection.write([UInt8(ascii: "a")])
      usleep(200_000)
    }
    #expect(drips ? !connection.isSilent : connection.isClosed())
  }

  @Test("A connection that goes on asking is kept, however old it is")
  func kept() throws {
    let server = try Self.serve(timeout: 1)
    let connection = try Connection(port: server.port)
    for _ in 0..<8 {
      connection.write(Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
      usleep(300_000)
    }
    connection.write(Array("GET / HTTP/1.1\r\n".utf8) + Self.half.suffix(9) + Self.rest)
    let text = String(decoding: connection.readAll(), as: UTF8.self)
    #expect(text.components(separatedBy: "HTTP/1.1 200").count == 10)
  }

  @Test("Half requests beyond the limit cost the oldest of them its place, and whoever asks is answered")
  func crowd() throws {
    let server = try Self.serve(unfinished: 16, timeout: 600)
    let silent = try (0..<60).map { _ in
      let connection = try Connection(port: server.port)
      connection.write(Self.half)
      return connection
    }
    for _ in 0..<5 {
      let reply = try Reply(Connection(port: server.port).exchange("GET / HTTP/1.1", ["Host: localhost"]))
      #expect(reply.status == 200)
    }
    #expect(Self.closed(of: silent, atLeast: 40) >= 40)
    let open = try #require(silent.last { $0.isSilent })
    open.write(Self.rest)
    #expect(Reply(open.readAll()).status == 200)
  }

  /// How many connections are closed, once there are so many or half a minute has passed. Which they are depends on the order in which the
  /// server takes them, which need not be ours.
  private static func closed(of connections: [Connection], atLeast count: Int) -> Int {
    var closed = 0
    for _ in 0..<600 where closed < count {
      closed = connections.count { !$0.isSilent }
      if closed < count { usleep(50_000) }
    }
    return closed
  }

  @Test("One address that opens many connections takes no place of another's")
  func addresses() throws {
    let server = try Self.serve(unfinished: 16, timeout: 600)
    let slow = try Connection(port: server.port, from: 2)
    slow.write(Self.half)
    // Answered: the server has seen the slow one, which is older than all that follow.
    #expect(try Reply(Connection(port: server.port).exchange("GET / HTTP/1.1", ["Host: localhost"])).status == 200)
    let silent = try (0..<60).map { _ in try Connection(port: server.port) }
    #expect(Self.closed(of: silent, atLeast: 40) >= 40)
    slow.write(Self.rest)
    #expect(Reply(slow.readAll()).status == 200)
  }
}
