@preconcurrency import Glibc

/// Nobody listens.
public struct ConnectionError: Error {}

/// A socket to this machine that sends exactly what it is told.
public final class Connection {
  private let descriptor: Int32

  /// - Parameter number: the last number of the address that is spoken from, 127.0.0.…
  public init(port: UInt16, from number: UInt32 = 1) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = (0x7F00_0000 + number).bigEndian
    _ = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard descriptor >= 0, result == 0 else { throw ConnectionError() }
  }

  deinit { close(descriptor) }

  /// Sends a request and takes all that comes back.
  public func exchange(_ line: String, _ headers: [String], body: [UInt8] = []) throws -> [UInt8] {
    let head = ([line] + headers + ["Connection: close", "", ""]).joined(separator: "\r\n")
    return send(Array(head.utf8) + body)
  }

  /// Sends bytes and takes all that comes back.
  public func send(_ bytes: [UInt8], closingAfter: Bool = false) -> [UInt8] {
    write(bytes)
    if closingAfter { shutdown(descriptor, Int32(SHUT_WR)) }
    return readAll()
  }

  public func write(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        bytes.baseAddress.map { Glibc.send(descriptor, $0 + sent, bytes.count - sent, Int32(MSG_NOSIGNAL)) } ?? 0
      }
      // The server may have heard enough.
      if count <= 0 { return }
      sent += count
    }
  }

  /// Whether the other side closes, whatever it says before; false where it does nothing for two minutes, since a machine that
  /// runs every test at once may let a server wait.
  public func isClosed() -> Bool {
    var byte: UInt8 = 0
    for _ in 0..<4 {
      var count = 0
      repeat { count = recv(descriptor, &byte, 1, 0) } while count > 0
      if count == 0 || errno == ECONNRESET { return true }
      guard errno == EAGAIN || errno == EINTR else { return false }
    }
    return false
  }

  /// Whether the connection is open now and nothing was said; asks without waiting.
  public var isSilent: Bool {
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) < 0 && errno == EAGAIN
  }

  /// All that comes until the other side closes.
  public func readAll() -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count <= 0 { return all }
      all += buffer[..<count]
    }
  }
}
