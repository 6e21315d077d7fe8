import Application
import Console
import Runtime
import Serving

extension ClippoSearch {
  /// Answers at an address until a signal comes.
  func serve(_ rest: [String]) throws {
    let path = try requiredIndex(rest, of: .serve)
    let signal = try StopSignal()
    let pictures = ServedPictures(try pictureSearch(path)) { StandardStream.error.writeLine($0) }
    var limits = SiteLimits()
    limits.searchesPerSecond = rate
    limits.burst = max(4 * rate, 8)
    limits.bodyBytes = bodyLimit
    var settings = HTTPServer.Settings()
    settings.address = host
    settings.port = UInt16(clamping: port)
    settings.bodyLimit = bodyLimit
    let site = SearchSite(pictures, hosts: HostCheck(listeningAt: host), limits: limits) {
      StandardStream.error.writeLine($0)
    }
    let server = try HTTPServer(settings, handling: site)
    if !HostCheck.isLoopback(host) {
      StandardStream.error.writeLine("everyone who reaches \(host) can search and see these pictures")
    }
    StandardStream.output.writeLine("http://\(host.contains(":") ? "[\(host)]" : host):\(server.port)/")
    while !signal.isRaised { Pause.short() }
    server.stop()
    StandardStream.error.writeLine("stopped")
  }
}
