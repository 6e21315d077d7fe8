/// The files of one sample of a WebDataset shard.
public struct TarSample: Sendable, Equatable {
  public let key: String
  /// In the archive's order, each extension once.
  public let parts: [Part]

  public struct Part: Sendable, Equatable {
    public let fileExtension: String
    public let member: TarMember
  }

  /// The part with an extension, which is in lower case.
  public subscript(fileExtension: String) -> TarMember? {
    parts.first { $0.fileExtension == fileExtension }?.member
  }
}

/// Lists a WebDataset shard's samples: members that follow each other and have one key.
///
/// Files without a key, and those whose extension the sample has already, are counted in `skipped` and left out; folders
/// and hidden files are stepped over.
public struct TarSamples: Sendable {
  /// Parts of a sample that are kept at most.
  public static let partLimit = 100

  /// What `TarReader` and this left out.
  public var skipped: SkippedParts {
    var all = reader.skipped
    all.add(ungrouped)
    return all
  }
  /// See `TarReader.isWhole`.
  public var isWhole: Bool { reader.isWhole }

  private var reader: TarReader
  private var ungrouped = SkippedParts()
  private var following: (key: SampleKey, member: TarMember)?
  private var failure: (any Error)?

  public init(_ file: OpenFile) { reader = TarReader(file) }

  /// The next sample, or nil after the last. Throws as `TarReader.next` does, after the samples before the damage; the
  /// last of those may lack parts.
  public mutating func next() throws -> TarSample? {
    guard let first = try following ?? nextFile() else { return nil }
    following = nil
    var parts = [TarSample.Part(fileExtension: first.key.fileExtension, member: first.member)]
    while let file = nextFileOrFailure() {
      guard file.key.key == first.key.key else {
        following = file
        break
      }
      if let complaint = Self.complaint(file.key, parts) {
        ungrouped.add(Origin(file: reader.file.path, place: .member(MemberName.shown(file.member.name))), complaint)
      } else {
        parts.append(TarSample.Part(fileExtension: file.key.fileExtension, member: file.member))
      }
    }
    return TarSample(key: first.key.key, parts: parts)
  }

  private static func complaint(_ key: SampleKey, _ parts: [TarSample.Part]) -> String? {
    if parts.contains(where: { $0.fileExtension == key.fileExtension }) {
      return "the sample has a file of this extension already; this one was left out"
    }
    return parts.count < partLimit ? nil : "the sample has \(partLimit) files already; this one was left out"
  }

  /// The next file with a key. A failure is kept until the sample before it has been handed out.
  private mutating func nextFileOrFailure() -> (key: SampleKey, member: TarMember)? {
    do { return try nextFile() } catch {
      failure = error
      return nil
    }
  }

  private mutating func nextFile() throws -> (key: SampleKey, member: TarMember)? {
    if let failure {
      self.failure = nil
      throw failure
    }
    while let member = try reader.next() {
      // Some systems' tar adds a hidden file of attributes to every file.
      guard member.kind == .file, member.name.split(separator: "/").last?.first != "." else { continue }
      if let key = SampleKey(member.name) { return (key, member) }
      ungrouped.add(
        Origin(file: reader.file.path, place: .member(MemberName.shown(member.name))),
        "the name has no extension, by which a sample's parts are told apart; the member was left out")
    }
    return nil
  }
}
