import Console

/// A site that searches images: a page, and the interface that it uses.
///
/// | request | answer |
/// |---|---|
/// | `GET /` | the page |
/// | `GET /api/search?q=…&lang=…&minus=…&top=…` | what is found, in JSON; `q`, `lang` and `minus` may be repeated |
/// | `POST /api/search?…` with an image's bytes | the same, by the image too; `weight` is that of each text beside it |
/// | `GET /api/info` | what is searched |
/// | `GET /thumb/NUMBER`, `GET /image/NUMBER` | an item's image, small or as it is |
///
/// Whatever is not among these is refused with `{"error": sentence}`. No path of a file is ever taken from a request.
public struct SearchSite: HTTPHandling {
  private let images: any SearchedImages
  private let hosts: HostCheck
  private let limits: SiteLimits
  private let limiter: RequestLimiter
  private let report: @Sendable (String) -> Void

  /// - Parameters:
  ///   - hosts: names that the site is known by.
  ///   - report: told of failures that are not the asker's.
  public init(
    _ images: any SearchedImages, hosts: HostCheck, limits: SiteLimits = SiteLimits(),
    report: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.images = images
    self.hosts = hosts
    self.limits = limits
    self.report = report
    limiter = RequestLimiter(perSecond: limits.searchesPerSecond, burst: limits.burst)
  }

  public func refusal(of request: HTTPRequest) -> HTTPResponse? {
    refused(request).map(Self.guarded)
  }

  public func answer(to request: HTTPRequest) -> HTTPResponse {
    guard !request.isBodyTooLong else { return Self.guarded(tooLong) }
    guard let route = SiteRoute(request.path) else { return Self.guarded(Self.nothing) }
    do { return Self.guarded(try answer(to: request, route)) } catch let error as QuestionError {
      return Self.guarded(HTTPResponse(refusing: 400, error.description))
    } catch {
      report("\(request.method) \(request.path): \(error)")
      return Self.guarded(
        HTTPResponse(refusing: 500, "the search failed; the terminal that the server runs in says why"))
    }
  }

  private func answer(to request: HTTPRequest, _ route: SiteRoute) throws -> HTTPResponse {
    switch route {
    case .page: return HTTPResponse(contentType: "text/html; charset=utf-8", body: Array(SitePage.html.utf8))
    case .script: return HTTPResponse(contentType: "text/javascript; charset=utf-8", body: Array(SitePage.script.utf8))
    case .style: return HTTPResponse(contentType: "text/css; charset=utf-8", body: Array(SitePage.style.utf8))
    case .search:
      let question = try SearchQuestion(request, limits: limits)
      return HTTPResponse(json: try images.find(question), headers: Self.unkept)
    case .information: return HTTPResponse(json: try images.information(), headers: Self.unkept)
    case .thumbnail(let item): return Self.shown(try images.thumbnail(item))
    case .image(let item): return Self.shown(try images.image(item))
    }
  }

  private static let unkept = [["Cache-Control", "no-store"]]

  private static var nothing: HTTPResponse {
    HTTPResponse(refusing: 404, "there is nothing at this address; the page is at /, its interface at /api/search")
  }

  private static func shown(_ image: ServedImage?) -> HTTPResponse {
    guard let image else { return HTTPResponse(refusing: 404, "the index holds no image of this number") }
    return HTTPResponse(
      contentType: image.contentType, body: image.bytes, headers: [["Cache-Control", "private, max-age=300"]])
  }
}

// What is refused before a body is taken.
extension SearchSite {
  private func refused(_ request: HTTPRequest) -> HTTPResponse? {
    guard hosts.accepts(request.host) else {
      return HTTPResponse(
        refusing: 421, "this server is not known by that name; open it as http://127.0.0.1 with its port")
    }
    guard request.targetBytes <= limits.targetBytes else {
      return HTTPResponse(refusing: 414, "the address is longer than \(limits.targetBytes) bytes; ask for less at once")
    }
    guard !request.hasZero else {
      return HTTPResponse(refusing: 400, "a zero byte stands in the address; leave it out")
    }
    guard let route = SiteRoute(request.path) else { return Self.nothing }
    let methods = route == .search ? ["GET", "HEAD", "POST"] : ["GET", "HEAD"]
    guard methods.contains(request.method) else {
      return HTTPResponse(
        refusing: 405, "this address takes \(methods.joined(separator: ", "))",
        headers: [["Allow", methods.joined(separator: ", ")]])
    }
    guard hosts.accepts(origin: request.origin, host: request.host) else {
      return HTTPResponse(refusing: 403, "only this server's own page may ask")
    }
    return refusedBody(request) ?? refusedHaste(request, route)
  }

  private var tooLong: HTTPResponse {
    HTTPResponse(refusing: 413, "an image may take \(limits.bodyBytes) bytes; make it smaller")
  }

  private func refusedBody(_ request: HTTPRequest) -> HTTPResponse? {
    switch request.length {
    case .unreadable: return HTTPResponse(refusing: 400, "Content-Length is no number of bytes")
    case .bytes(let count) where count > limits.bodyBytes: return tooLong
    case .bytes(let count) where count > 0 && request.method != "POST":
      return HTTPResponse(refusing: 400, "\(request.method) takes no body")
    case .bytes, .unknown: return nil
    }
  }

  private func refusedHaste(_ request: HTTPRequest, _ route: SiteRoute) -> HTTPResponse? {
    let cost = route == .search ? 1 : 1 / limits.imagesPerSearch
    guard let seconds = limiter.wait(request.address, cost: cost) else { return nil }
    return HTTPResponse(
      refusing: 429, "too many requests from \(request.address); try again in a moment",
      headers: [["Retry-After", "\(max(1, Int(seconds.rounded(.up))))"]])
  }

  /// What browsers are told with every answer: nothing from elsewhere, no guessing of types, no frames.
  private static func guarded(_ response: HTTPResponse) -> HTTPResponse {
    var response = response
    response.headers += [
      [
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
          + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      ],
      ["X-Content-Type-Options", "nosniff"], ["Referrer-Policy", "no-referrer"],
      ["Cross-Origin-Resource-Policy", "same-origin"], ["X-Frame-Options", "DENY"],
    ]
    return response
  }
}
