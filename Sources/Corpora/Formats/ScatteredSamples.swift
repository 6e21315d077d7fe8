/// Finds samples whose members do not follow each other in the archive, as when all images stand before all texts: each part
/// looks like a sample that lacks the rest, and is one record, not two.
struct ScatteredSamples {
  /// What half a sample has of the two things that make it one.
  private struct Half {
    var hasImage: Bool
    var hasText: Bool
    /// Its place in `skipped`.
    let place: Int
  }

  /// Problems of halves that may find their other one, in order.
  private(set) var skipped: [SkippedRecord] = []
  private var halves: [String: Half] = [:]
  private var whole: Set<UInt64> = []

  /// A sample of which nothing is missing.
  mutating func addWhole(_ key: String) {
    whole.insert(StableHash.of(key.utf8))
    guard let half = halves[key] else { return }
    skipped[half.place] = Self.stray(skipped[half.place].origin, key, hasImage: half.hasImage)
  }

  /// A sample that lacks an image or what belongs to it; false where it is none that could have another half.
  ///
  /// - Parameter problem: what to say of it where it has none.
  mutating func addHalf(_ sample: TarSample, hasText: Bool, _ problem: SkippedRecord) -> Bool {
    guard sample.lost.isEmpty, !sample.isBesideDamage, skipped.count < SkippedRecords.keptLimit else { return false }
    let (key, hasImage) = (sample.key, sample.image != nil)
    // More dots than one have made a key of what is another's.
    if whole.contains(StableHash.of(key.utf8)), !sample.parts.contains(where: { $0.fileExtension.contains(".") }) {
      skipped.append(Self.stray(problem.origin, key, hasImage: hasImage))
      return true
    }
    guard hasImage || hasText else { return false }
    guard var half = halves[key] else {
      halves[key] = Half(hasImage: hasImage, hasText: hasText, place: skipped.count)
      skipped.append(problem)
      return true
    }
    guard !(half.hasImage && half.hasText) else { return true }
    guard hasImage && !half.hasImage || hasText && !half.hasText else { return false }
    (half.hasImage, half.hasText) = (true, true)
    halves[key] = half
    skipped[half.place] = SkippedRecord(
      origin: problem.origin,
      reason: "the members of \(MemberName.shown(key)) are not next to each other; \(Self.remedy)")
    return true
  }

  /// Members beside a sample that has what it needs: an image that has no place in it is a skipped record, anything else is not.
  private static func stray(_ origin: Origin, _ key: String, hasImage: Bool) -> SkippedRecord {
    SkippedRecord(
      origin: origin,
      reason: "members of \(MemberName.shown(key)) are not next to the others, and it is used without them; \(remedy)",
      count: hasImage ? 1 : 0)
  }

  private static let remedy =
    "unpack the archive and pack it sorted by name: tar --sort=name -cf NEW.tar -C FOLDER ."
}
