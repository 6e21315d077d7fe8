/// Where a record of a corpus stands, for every later complaint about it.
public struct Origin: Sendable, Hashable, CustomStringConvertible {
  public let file: String
  /// The line, counted from 1, or the member of an archive.
  public let place: Place

  public enum Place: Sendable, Hashable {
    case line(Int)
    case member(String)
  }

  public init(file: String, place: Place) {
    self.file = file
    self.place = place
  }

  public init(file: String, line: Int) {
    self.init(file: file, place: .line(line))
  }

  public var description: String {
    switch place {
    case .line(let line): "\(file):\(line)"
    case .member(let member): "\(file)(\(member))"
    }
  }
}
