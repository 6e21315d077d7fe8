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
  func problem(in path: String) -> CorpusProblem {
    switch extent {
    case .member(let name):
      CorpusProblem(origin: origin(in: path, name), reason: reason, lost: LostRecords(1, isEstimated: isCut))
    case .stretch: CorpusProblem(origin: origin(in: path), reason: reason, lost: LostRecords(1, isEstimated: true))
    case .nothing: CorpusProblem(origin: origin(in: path), reason: reason, lost: 0)
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
