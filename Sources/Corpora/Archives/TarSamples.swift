/// Lists a WebDataset shard's samples: members that follow each other and have one key.
///
/// Files without a key, and those whose extension the sample has already, are counted in `skipped` and skipped; folders
/// and hidden files are stepped over. A member that cannot be used is a lost part of its sample, and weighs with it.
public struct TarSamples: Sendable {
  /// Parts of a sample that are kept at most.
  public static let partLimit = 100

  /// What was skipped of what was read so far and belongs to no sample. A stretch of damage weighs the samples that it held,
  /// by the size of those that were read, without those beside it that lack parts: these weigh by themselves.
  public var skipped: SkippedRecords {
    var all = ungrouped
    for (loss, count) in damage.losses {
      all.add(loss.origin(in: reader.file.path), loss.reason, count: count)
    }
    if isFinished, let rest = reader.file.lostRest(behind: damage.samples) { all.add(rest) }
    return all
  }
  /// See `TarReader.isWhole`.
  public var isWhole: Bool { reader.isWhole }
  /// Whether the archive ends before its end, so that nobody knows how many samples followed.
  public private(set) var isCut = false

  private var reader: TarReader
  private var ungrouped = SkippedRecords()
  private var damage = TarDamageTally()
  private var open: OpenSample?
  private var isFinished = false
  private var failure: (any Error)?

  public init(_ file: OpenFile) { reader = TarReader(file) }

  /// The next sample, or nil after the last. Throws as `TarReader.next` does, after the samples before the failure.
  public mutating func next() throws -> TarSample? {
    while failure == nil {
      do {
        guard let entry = try reader.nextEntry() else {
          isFinished = true
          break
        }
        if let sample = take(entry) { return sample }
      } catch { failure = error }
    }
    if let sample = finish() { return sample }
    if let failure { throw failure }
    return nil
  }

  /// Adds an entry to the open sample, or opens another; the one before is then whole.
  private mutating func take(_ entry: TarEntry) -> TarSample? {
    switch entry {
    case .member(let member):
      guard member.kind == .file, !Self.isHidden(member.name), let key = key(of: member.name) else { return nil }
      let finished = begin(key)
      if let complaint = open?.add(key, member) { skip(member.name, complaint, key) }
      return finished
    case .lost(let loss):
      isCut = isCut || loss.isCut
      switch loss.extent {
      case .nothing: ungrouped.add(loss.problem(in: reader.file.path))
      case .stretch:
        open?.isBesideDamage = true
        damage.add(loss, in: open == nil)
      case .member(let name):
        guard !Self.isHidden(name), let key = SampleKey(name) else {
          ungrouped.add(loss.problem(in: reader.file.path))
          return nil
        }
        let finished = begin(key)
        let shown = "\(MemberName.shown(name)) at byte \(loss.offset)"
        open?.lost.append(
          TarSample.LostPart(fileExtension: key.fileExtension, reason: "\(shown): \(loss.reason)", isCut: loss.isCut))
        return finished
      }
      return nil
    }
  }

  /// Makes the sample of `key` the open one.
  private mutating func begin(_ key: SampleKey) -> TarSample? {
    guard open?.key != key.key else { return nil }
    let finished = finish()
    open = OpenSample(key: key.key, isBesideDamage: damage.isOpen)
    return finished
  }

  private mutating func finish() -> TarSample? {
    guard let open else { return nil }
    self.open = nil
    let sample = TarSample(
      key: open.key, parts: open.parts, lost: open.lost, isBesideDamage: open.isBesideDamage)
    damage.close(sample)
    return sample
  }

  /// Some systems' tar adds a hidden file of attributes to every file.
  private static func isHidden(_ name: String) -> Bool { name.split(separator: "/").last?.first == "." }

  private mutating func key(of name: String) -> SampleKey? {
    if let key = SampleKey(name) { return key }
    ungrouped.add(
      Origin(file: reader.file.path, place: .member(MemberName.shown(name))),
      "the name has no extension, by which a sample's parts are told apart; the member was skipped", count: 0)
    return nil
  }

  /// An image that has no place in its sample is a skipped record; a text is not, because its image is.
  private mutating func skip(_ name: String, _ complaint: String, _ key: SampleKey) {
    ungrouped.add(
      Origin(file: reader.file.path, place: .member(MemberName.shown(name))), complaint,
      count: ImageEnding.all.contains(SourceFile.ending(of: name)) ? 1 : 0)
  }
}

/// A sample that is being read.
private struct OpenSample {
  let key: String
  var parts: [TarSample.Part] = []
  var lost: [TarSample.LostPart] = []
  var isBesideDamage: Bool

  /// Why the member has no place here; nil where it was added.
  mutating func add(_ key: SampleKey, _ member: TarMember) -> String? {
    if parts.contains(where: { $0.fileExtension == key.fileExtension }) {
      return "the sample has a file of this extension already; this one was skipped"
    }
    guard parts.count < TarSamples.partLimit else {
      return
        "the sample \(MemberName.shown(key.key)) has \(TarSamples.partLimit) files already, and this one was skipped; "
        + "a sample's key ends at the first dot of a file's name"
    }
    parts.append(TarSample.Part(fileExtension: key.fileExtension, member: member))
    return nil
  }
}
