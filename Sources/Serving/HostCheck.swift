/// Which names a browser may know a server by. A page from elsewhere can make its own name point to this machine and would then be
/// taken for ours; such a name is refused.
public struct HostCheck: Sendable {
  /// Names without a port; nil accepts any.
  private let names: Set<String>?

  /// - Parameter address: what is listened at. Only a server that this machine alone can reach knows its names.
  public init(listeningAt address: String) {
    names = Self.isLoopback(address) ? ["127.0.0.1", "localhost", "::1", address] : nil
  }

  /// Whether only this machine reaches the address.
  public static func isLoopback(_ address: String) -> Bool { address == "::1" || address.hasPrefix("127.") }

  public func accepts(_ host: String?) -> Bool {
    guard let names else { return true }
    guard let host else { return false }
    return names.contains(Self.name(of: host).lowercased())
  }

  /// Whether a page of this origin may ask: one of the server's own, or no page at all.
  public func accepts(origin: String?, host: String?) -> Bool {
    guard let origin else { return true }
    guard let host else { return false }
    return origin.lowercased() == "http://" + host.lowercased()
  }

  /// A host without its port; brackets around an IPv6 address go too.
  private static func name(of host: String) -> String {
    if host.hasPrefix("[") { return String(host.dropFirst().prefix { $0 != "]" }) }
    guard let colon = host.lastIndex(of: ":"), host.firstIndex(of: ":") == colon else { return host }
    return String(host[..<colon])
  }
}
