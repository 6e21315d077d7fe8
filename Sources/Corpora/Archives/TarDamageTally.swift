/// What stretches of damage in a shard weigh, in samples.
///
/// The bytes of a stretch, by the mean size of the samples that were read, say how many samples stood in it. Samples beside it
/// that lack what most others have, or what the sample on the other side has, lost their parts there; they are counted where
/// they are read.
struct TarDamageTally {
  private struct Stretch {
    let loss: TarLoss
    /// Samples that were closed before it, the open one not counted.
    let sample: Int
    /// Extensions of the samples that it touches.
    var neighbors: [Set<String>] = []

    /// Samples beside it that lack something, and are counted where they are read. At an archive's end only those that cannot be
    /// used without it: a part that a sample can do without does not say that nothing else followed.
    func broken(_ whole: Set<String>) -> Int {
      neighbors.count { !whole.isSubset(of: $0) && !(loss.isLast && TarDamageTally.isUsable($0)) }
    }
  }

  /// Stretches that are told one by one; more are one.
  private static let limit = 10_000
  /// Kinds of samples that are told apart.
  private static let kindLimit = 64

  private var stretches: [Stretch] = []
  /// All stretches beyond the limit.
  private var rest: (offset: Int, bytes: Int)?
  private(set) var samples = 0
  /// The byte behind the last part of the last sample.
  private var end = 0
  /// Extensions of whole samples, and how many have them.
  private var kinds: [Set<String>: Int] = [:]

  private static func isUsable(_ extensions: Set<String>) -> Bool {
    !extensions.isDisjoint(with: ImageEnding.all) && !extensions.isDisjoint(with: ["txt", "json", "cls"])
  }

  /// Whether the next sample follows a stretch.
  private(set) var isOpen = false

  /// - Parameter isBetween: whether no sample is open.
  mutating func add(_ loss: TarLoss, in isBetween: Bool) {
    isOpen = true
    if stretches.count < Self.limit {
      stretches.append(Stretch(loss: loss, sample: isBetween ? samples - 1 : samples))
    } else if case .stretch(let size) = loss.extent {
      rest = rest ?? (loss.offset, 0)
      rest?.bytes += size
    }
  }

  mutating func close(_ sample: TarSample) {
    let extensions = Set((sample.parts.map(\.fileExtension) + sample.lost.map(\.fileExtension)))
    for place in stretches.indices.reversed() {
      guard stretches[place].sample >= samples - 1 else { break }
      stretches[place].neighbors.append(extensions)
    }
    // What comes after a stretch has now come, unless it stands inside this sample or behind it.
    isOpen = stretches.last.map { $0.sample == samples } ?? false
    samples += 1
    if let last = sample.parts.last?.member { end = last.offset + TarHeader.padded(last.size) }
    if !sample.isBesideDamage, kinds[extensions] != nil || kinds.count < Self.kindLimit {
      kinds[extensions, default: 0] += 1
    }
  }

  /// Bytes that were read as samples, with all their headers.
  private var bytes: Int {
    let gaps = stretches.reduce(rest?.bytes ?? 0) { sum, stretch in
      guard case .stretch(let size) = stretch.loss.extent, stretch.loss.offset < end else { return sum }
      return sum + size
    }
    return max(0, end - gaps)
  }

  /// Each stretch with the samples that are lost in it.
  var losses: [(loss: TarLoss, count: RecordCount)] {
    let usual = kinds.max { ($0.value, $1.key.count) < ($1.value, $0.key.count) }?.key
    let more = rest.map {
      Stretch(
        loss: TarLoss(
          offset: $0.offset, extent: .stretch(bytes: $0.bytes),
          reason: "so many more headers cannot be read from here on"),
        sample: samples)
    }
    let bytes = bytes
    return (stretches + [more].compactMap { $0 }).map { stretch in
      guard case .stretch(let size) = stretch.loss.extent else { return (stretch.loss, 0) }
      let whole = usual ?? stretch.neighbors.reduce(into: []) { $0.formUnion($1) }
      let broken = stretch.broken(whole)
      let held = samples == 0 || bytes == 0 ? 1 : (Double(size) * Double(samples) / Double(bytes)).rounded()
      let lost = max(broken == 0 ? 1 : 0, (Int(exactly: held) ?? .max) - broken)
      return (stretch.loss, RecordCount(lost, isEstimated: lost > 0))
    }
  }
}
