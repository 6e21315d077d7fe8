import Application
import Console
import Runtime
import Serving

/// Answers at an address until a signal comes.
struct ServeCommand: Command {
  static let name = "serve"
  static let summary = "A page to search an index with, and an interface in JSON over HTTP."
  static let examples = [CommandExample("clippo-search serve --port 8080", "on this machine")]

  @Argument("file of the index; without one, and with --run, a run's images are served", name: "index") var word:
    FilePath?
  var index = IndexOption()
  var model = ModelOptions()
  var method = MethodOptions()
  @Option("address to listen at; another than this machine's lets others search") var host = "127.0.0.1"
  @Option("port to listen at; 0 takes any that is free", in: 0...65_535) var port = 8080
  @Option("searches per second from one address", in: 0.1...100_000) var rate = 10.0
  @Option("bytes of an image that is searched by", in: 1024...(1 << 28)) var bodyLimit = 16 << 20

  func validate() throws { try method.validate() }

  func run() throws {
    let path = try index.named(word)
    let signal = try StopSignal()
    let images = ServedImages(try method.search(index: path, model).0) { StandardStream.error.writeLine($0) }
    let site = SearchSite(images, hosts: HostCheck(listeningAt: host), limits: limits) {
      StandardStream.error.writeLine($0)
    }
    let server = try HTTPServer(settings, handling: site)
    if !HostCheck.isLoopback(host) {
      StandardStream.error.writeLine("everyone who reaches \(host) can search and see these images")
    }
    StandardStream.output.writeLine("http://\(host.contains(":") ? "[\(host)]" : host):\(server.port)/")
    while !signal.isRaised { Pause.short() }
    server.stop()
    StandardStream.error.writeLine("stopped")
  }

  private var limits: SiteLimits {
    var limits = SiteLimits()
    limits.searchesPerSecond = rate
    limits.burst = max(4 * rate, 8)
    limits.bodyBytes = bodyLimit
    return limits
  }

  private var settings: HTTPServer.Settings {
    var settings = HTTPServer.Settings()
    settings.address = host
    settings.port = UInt16(clamping: port)
    settings.bodyLimit = bodyLimit
    return settings
  }
}
