/// What of an archive was not read, where, and why.
struct TarLoss: Equatable {
  /// What is gone.
  enum Extent: Equatable {
    /// One member; the name is empty where nothing says it.
    case member(name: String)
    /// So many bytes with headers in them that nobody can read.
    case stretch(bytes: Int)
    /// No byte; the words are about the archive.
    case nothing
  }

  /// The byte of the archive that it begins at.
  let offset: Int
  let extent: Extent
  /// A sentence.
  let reason: String
  /// Whether the archive ends here before its end, so that nobody knows what followed.
  var isCut = false
  /// Whether nothing behind it was read.
  var isLast = false

  /// As a problem of the archive by itself: a member is a record, a stretch one at least.
  func problem(in path: String) -> SkippedRecord {
    switch extent {
    case .member(let name):
      SkippedRecord(origin: origin(in: path, name), reason: reason, count: RecordCount(1, isEstimated: isCut))
    case .stretch: SkippedRecord(origin: origin(in: path), reason: reason, count: RecordCount(1, isEstimated: true))
    case .nothing: SkippedRecord(origin: origin(in: path), reason: reason, count: 0)
    }
  }

  func origin(in path: String, _ name: String = "") -> Origin {
    let place = name.isEmpty ? "byte \(offset)" : "\(MemberName.shown(name)) at byte \(offset)"
    return Origin(file: path, place: .member(place))
  }
}

/// What stands next in an archive.
enum TarEntry: Equatable {
  case member(TarMember)
  case lost(TarLoss)
}
