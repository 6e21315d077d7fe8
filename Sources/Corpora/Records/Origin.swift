/// Where a record of a corpus stands, for every later complaint about it.
public struct Origin: Sendable, Hashable, CustomStringConvertible {
  public let file: String
  /// The line, counted from 1, or the member of an archive.
  public let place: Place

  public enum Place: Sendable, Hashable {
    case line(Int)
    case member(String)
    /// All of the file, or whatever a list calls the place.
    case whole
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
    // Whoever packed the archive chose the name.
    case .member(let member): "\(file)(\(MemberName.printable(member)))"
    case .whole: file
    }
  }
}

extension Origin: Comparable {
  /// By file, then the whole of it, lines by number, and members by name.
  public static func < (left: Origin, right: Origin) -> Bool {
    guard left.file == right.file else { return left.file < right.file }
    switch (left.place, right.place) {
    case (.line(let left), .line(let right)): return left < right
    case (.member(let left), .member(let right)): return left < right
    case (.whole, .line), (.whole, .member), (.line, .member): return true
    case (.member, .line), (_, .whole): return false
    }
  }
}
