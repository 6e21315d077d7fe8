import JSON
import Synchronization
import TestSupport
import Testing

@testable import Serving

/// A site over made-up images, asked through sockets as a stranger would.
@Suite(.serialized) struct ServerTests {
  private let images = MadeUpImages()
  private let server: HTTPServer

  init() throws { server = try Self.serve(images) }

  private static func serve(_ images: MadeUpImages, limits: SiteLimits = .generous) throws -> HTTPServer {
    var settings = HTTPServer.Settings()
    settings.bodyLimit = limits.bodyBytes
    settings.timeout = 20
    return try HTTPServer(
      settings, handling: SearchSite(images, hosts: HostCheck(listeningAt: settings.address), limits: limits))
  }

  private func ask(_ line: String, _ headers: [String] = ["Host: localhost"], body: [UInt8] = []) throws -> Reply {
    try Reply(Connection(port: server.port).exchange(line, headers, body: body))
  }

  private func sentence(_ reply: Reply) throws -> String {
    try #require(JSONValue(parsing: reply.body, source: "the reply")["error"]?.stringValue)
  }

  @Test("the page, its script and its style come from here and forbid everything from elsewhere")
  func page() throws {
    for (path, type) in [("/", "text/html"), ("/search.js", "text/javascript"), ("/search.css", "text/css")] {
      let reply = try ask("GET \(path) HTTP/1.1")
      #expect(reply.status == 200 && reply.header("Content-Type")?.hasPrefix(type) == true)
      #expect(!String(decoding: reply.body, as: UTF8.self).contains("://"))
      #expect(reply.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
      #expect(reply.header("X-Content-Type-Options") == "nosniff")
      #expect(reply.header("Access-Control-Allow-Origin") == nil)
    }
    #expect(try ask("HEAD / HTTP/1.1").body.isEmpty)
  }

  @Test("questions reach the images as they were asked, and answers come as JSON")
  func questions() throws {
    let reply = try ask(
      "GET /api/search?q=%E5%A4%95%E9%98%B3&q=sea+side&lang=zh&lang=en&minus=%E4%BA%BA&top=3 HTTP/1.1")
    #expect(reply.status == 200 && reply.header("Cache-Control") == "no-store")
    #expect(try JSONValue(parsing: reply.body, source: "the reply")["hits"]?.arrayValue?.count == 3)
    #expect(
      images.queried.last
        == SearchQuestion(
          texts: [.init("夕阳", language: "zh"), .init("sea side", language: "en")],
          minus: [.init("人", language: "zh")], top: 3))
    let image = [UInt8](repeating: 7, count: 5000)
    #expect(
      try ask("POST /api/search?top=2 HTTP/1.1", ["Host: 127.0.0.1:1", "Content-Length: 5000"], body: image).status
        == 200)
    #expect(images.queried.last == SearchQuestion(texts: [], image: image, top: 2))
    #expect(
      try ask(
        "POST /api/search?q=sea&weight=0.5 HTTP/1.1", ["Host: 127.0.0.1:1", "Content-Length: 5000"], body: image
      ).status == 200)
    #expect(images.queried.last == SearchQuestion(texts: [.init("sea")], image: image, textWeight: 0.5))
    #expect(try ask("GET /api/info HTTP/1.1").status == 200)
    #expect(try ask("GET /thumb/4 HTTP/1.1").header("Content-Type") == "image/png")
    #expect(try ask("GET /image/4 HTTP/1.1").body == [4])
  }

  /// Request line, status, part of the sentence.
  static let mistakes = [
    ("GET /nothing HTTP/1.1", 404, "nothing at this address"),
    ("GET /thumb/10 HTTP/1.1", 404, "no image of this number"),
    ("GET /thumb/-1 HTTP/1.1", 404, "nothing"), ("GET /thumb/ HTTP/1.1", 404, "nothing"),
    ("GET /thumb/0x1 HTTP/1.1", 404, "nothing"), ("GET /thumb/99999999999999999999 HTTP/1.1", 404, "nothing"),
    ("GET /thumb/../../etc/passwd HTTP/1.1", 404, "nothing"),
    ("GET /image/..%2f..%2fetc%2fpasswd HTTP/1.1", 404, "nothing"),
    ("GET /image/%2e%2e/secret HTTP/1.1", 404, "nothing"), ("GET /image/1%00.png HTTP/1.1", 400, "a zero byte"),
    ("GET /%00 HTTP/1.1", 400, "a zero byte"), ("GET /search.js%00?q=a HTTP/1.1", 400, "a zero byte"),
    ("GET /\u{0} HTTP/1.1", 400, ""), ("GET /\u{0}x HTTP/1.1", 400, ""), ("GET /thumb/4\u{0}?q=1 HTTP/1.1", 400, ""),
    ("GET //etc/passwd HTTP/1.1", 404, "nothing"), ("GET /image//etc/passwd HTTP/1.1", 404, "nothing"),
    ("GET /api/search HTTP/1.1", 400, "the question is empty"),
    ("GET /api/search?q=%20 HTTP/1.1", 400, "the question is empty"),
    ("GET /api/search?q=a&top=0 HTTP/1.1", 400, "top is a number from 1 to"),
    ("GET /api/search?q=a&top=many HTTP/1.1", 400, "top is a number"),
    ("GET /api/search?q=a&lang=%3Cscript%3E HTTP/1.1", 400, "no language's tag"),
    ("GET /api/search?q=a&weight=2 HTTP/1.1", 400, "weight is that of texts beside an image"),
    ("GET /api/search?q=a&weight=0 HTTP/1.1", 400, "weight is a number from 0.01 to 100, not “0”"),
    ("GET /api/search?q=a&weight=nan HTTP/1.1", 400, "weight is a number"),
    ("GET /api/search?q=%FF%FE HTTP/1.1", 400, "not UTF-8"),
    ("GET /api/search?quux=1 HTTP/1.1", 400, "there is no parameter “quux”"),
    ("GET /api/search?q=bad HTTP/1.1", 400, "a bad question"),
    ("GET /api/search?q=broken HTTP/1.1", 500, "the search failed"),
    ("DELETE / HTTP/1.1", 405, "GET, HEAD"), ("PUT /api/search HTTP/1.1", 405, "GET, HEAD, POST"),
    ("POST / HTTP/1.1", 405, "GET, HEAD"),
  ]

  @Test("mistakes and attempts to get out are answered by a sentence", arguments: mistakes)
  func mistake(_ mistake: (line: String, status: Int, says: String)) throws {
    let reply = try ask(mistake.line)
    // Libraries refuse a zero byte themselves: libmicrohttpd 0.9 in words of its own, 1.0 by closing without a word.
    if mistake.line.utf8.contains(0) { return #expect([0, mistake.status].contains(reply.status), "\(mistake.line)") }
    #expect(reply.status == mistake.status, "\(mistake.line)")
    let says = try sentence(reply)
    #expect(says.contains(mistake.says), "\(says)")
    #expect(!String(decoding: reply.body, as: UTF8.self).contains("secret place"))
  }

  @Test("names that the server does not bear and pages from elsewhere are refused")
  func strangers() throws {
    for host in ["Host: evil.example", "Host: evil.example:8080", "Host: localhost.evil.example", "X-Host: localhost"] {
      #expect(try ask("GET / HTTP/1.1", [host]).status == (host.hasPrefix("X") ? 400 : 421), "\(host)")
    }
    for host in ["localhost", "LOCALHOST:80", "127.0.0.1:1", "[::1]:9"] {
      #expect(try ask("GET / HTTP/1.1", ["Host: \(host)"]).status == 200, "\(host)")
    }
    let from = ["Host: localhost:1", "Origin: http://evil.example"]
    #expect(try ask("POST /api/search?q=a HTTP/1.1", from).status == 403)
    #expect(
      try ask("POST /api/search?q=a HTTP/1.1", ["Host: localhost:1", "Origin: http://localhost:1"]).status == 200)
  }

  @Test("what is too long is refused: addresses, headers, bodies that say so and bodies that do not")
  func oversized() throws {
    let long = try ask("GET /api/search?q=\(String(repeating: "a", count: 9000)) HTTP/1.1")
    #expect(try long.status == 414 && sentence(long).contains("8192 bytes"))
    #expect(
      try sentence(ask("GET /api/search?q=\(String(repeating: "a", count: 3000)) HTTP/1.1")).contains("2000 bytes"))
    #expect([400, 413, 414, 431].contains(try ask("GET /\(String(repeating: "a", count: 200_000)) HTTP/1.1").status))
    let headers = ["Host: localhost", "X-Long: \(String(repeating: "a", count: 100_000))"]
    #expect([400, 413, 431].contains(try ask("GET / HTTP/1.1", headers).status))
    let many = (0..<100).map { "q=\($0)" }.joined(separator: "&")
    #expect(try sentence(ask("GET /api/search?\(many) HTTP/1.1")).contains("too many"))
    let nine = (0..<9).map { "q=\($0)" }.joined(separator: "&")
    #expect(try sentence(ask("GET /api/search?\(nine) HTTP/1.1")).contains("at most 8 texts"))

    let promised = try ask("POST /api/search HTTP/1.1", ["Host: localhost", "Content-Length: 999999999"])
    #expect(try promised.status == 413 && sentence(promised).contains("100000 bytes"))
    let chunk = [UInt8]("249f0\r\n".utf8) + [UInt8](repeating: 1, count: 150_000) + [UInt8]("\r\n0\r\n\r\n".utf8)
    let sent = try ask("POST /api/search HTTP/1.1", ["Host: localhost", "Transfer-Encoding: chunked"], body: chunk)
    #expect(sent.status == 413)
    let queried = images.queried.count
    #expect(
      try ask("GET /api/search?q=a HTTP/1.1", ["Host: localhost", "Content-Length: 3"], body: [1, 2, 3]).status == 400)
    #expect(images.queried.count == queried)
  }

  @Test("what is no HTTP gets an answer or a closed connection, and the server goes on")
  func malformed() throws {
    var generator = SystemRandomNumberGenerator()
    let lines: [[UInt8]] = [
      [], [0], Array("GET\r\n\r\n".utf8), Array("GET / HTTP/9.9\r\n\r\n".utf8), Array("\r\n\r\n\r\n".utf8),
      Array("GET / HTTP/1.1\r\nHost localhost\r\n\r\n".utf8),
      Array("POST /api/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n".utf8),
      Array("POST /api/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9e9\r\n\r\n".utf8),
      Array("POST /api/search HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".utf8),
      Array("GET /%zz%q HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8),
      Array("GET /api/search?%00=%00&=&q HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8),
    ]
    let noise = (0..<100).map { _ in (0..<300).map { _ in UInt8.random(in: 0...255, using: &generator) } }
    for bytes in lines + noise {
      let reply = try Connection(port: server.port).send(bytes, closingAfter: true)
      #expect(reply.isEmpty || Reply(reply).status >= 400, "\(bytes.count) bytes")
    }
    #expect(try ask("GET / HTTP/1.1").status == 200)
  }

  @Test("a thousand requests at once are all answered")
  func thousand() throws {
    let connections = try (0..<1000).map { _ in try Connection(port: server.port) }
    for (number, connection) in connections.enumerated() {
      connection.write(
        Array("GET /api/search?q=\(number)&top=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8))
    }
    let statuses = connections.map { Reply($0.readAll()).status }
    #expect(statuses.allSatisfy { $0 == 200 }, "\(Dictionary(grouping: statuses) { $0 }.mapValues(\.count))")
    #expect(Set(images.queried.map { $0.texts[0].text }).count == 1000)
  }

  @Test("whoever asks too often is told when to come again, and images cost less than searches")
  func haste() throws {
    var limits = SiteLimits()
    limits.searchesPerSecond = 0.01
    limits.burst = 3
    limits.imagesPerSearch = 100
    let server = try Self.serve(images, limits: limits)
    let replies = try (0..<5).map { _ in
      try Reply(Connection(port: server.port).exchange("GET /api/search?q=a HTTP/1.1", ["Host: localhost"]))
    }
    #expect(replies.map(\.status) == [200, 200, 200, 429, 429])
    #expect((replies[3].header("Retry-After").flatMap { Int($0) } ?? 0) > 30)
    let bucket = RequestLimiter(perSecond: 1, burst: 2, seconds: { 5 })
    #expect(bucket.wait("a", cost: 2) == nil && bucket.wait("a", cost: 0.5) == 0.5 && bucket.wait("b", cost: 2) == nil)
  }

  @Test("a port that is taken and an address that is none are sentences; a stopped server answers no more")
  func startAndStop() throws {
    var settings = HTTPServer.Settings()
    settings.port = server.port
    let site = SearchSite(images, hosts: HostCheck(listeningAt: "127.0.0.1"))
    #expect { try HTTPServer(settings, handling: site) } throws: { "\($0)".contains("cannot listen at 127.0.0.1") }
    settings.address = "elsewhere"
    #expect { try HTTPServer(settings, handling: site) } throws: { "\($0)".contains("no numeric address") }
    let short = try Self.serve(images)
    let port = short.port
    short.stop()
    #expect(throws: ConnectionError.self) { try Connection(port: port) }
  }
}

extension SiteLimits {
  /// Nobody is too fast; bodies are small.
  fileprivate static var generous: SiteLimits {
    var limits = SiteLimits()
    limits.searchesPerSecond = 1e6
    limits.burst = 1e6
    limits.bodyBytes = 100_000
    return limits
  }
}

/// Ten images, and what they were asked.
private final class MadeUpImages: SearchedImages {
  private struct Broken: Error, CustomStringConvertible { let description = "a secret place" }

  private let questions = Mutex<[SearchQuestion]>([])
  var queried: [SearchQuestion] { questions.withLock { $0 } }

  func find(_ question: SearchQuestion) throws -> JSONValue {
    if question.texts.first?.text == "bad" { throw QuestionError("a bad question") }
    if question.texts.first?.text == "broken" { throw Broken() }
    questions.withLock { $0.append(question) }
    return ["hits": .array((0..<question.top).map { ["item": .integer($0)] })]
  }

  func information() throws -> JSONValue { ["images": 10] }

  func thumbnail(_ item: Int) throws -> ServedImage? {
    item < 10 ? ServedImage(contentType: "image/png", bytes: [1, 2]) : nil
  }

  func image(_ item: Int) throws -> ServedImage? {
    item < 10 ? ServedImage(contentType: "image/png", bytes: [UInt8(item)]) : nil
  }
}
