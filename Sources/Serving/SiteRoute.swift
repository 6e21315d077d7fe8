/// What of a site an address names.
enum SiteRoute: Equatable {
  case page, script, style, search, information
  case thumbnail(Int)
  case image(Int)

  /// Nil for every other path. Items are plain numbers of at most twelve digits, so no path leads to a file.
  init?(_ path: String) {
    switch path {
    case "/": self = .page
    case "/search.js": self = .script
    case "/search.css": self = .style
    case "/api/search": self = .search
    case "/api/info": self = .information
    default:
      if let item = Self.item(path, after: "/thumb/") {
        self = .thumbnail(item)
      } else if let item = Self.item(path, after: "/image/") {
        self = .image(item)
      } else {
        return nil
      }
    }
  }

  private static func item(_ path: String, after prefix: String) -> Int? {
    guard path.hasPrefix(prefix) else { return nil }
    let digits = path.utf8.dropFirst(prefix.utf8.count)
    guard (1...12).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
