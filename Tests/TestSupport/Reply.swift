/// An answer, taken apart; status 0 where it is none.
public struct Reply {
  public let status: Int
  public let headers: [String]
  public let body: [UInt8]

  public init(_ bytes: [UInt8]) {
    let end = bytes.indices.first { bytes[$0...].starts(with: [13, 10, 13, 10]) } ?? bytes.count
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n").map(String.init)
    status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    headers = Array(lines.dropFirst())
    body = Array(bytes.dropFirst(end + 4))
  }

  public func header(_ name: String) -> String? {
    headers.first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }.map { String($0.dropFirst(name.count + 2)) }
  }
}
