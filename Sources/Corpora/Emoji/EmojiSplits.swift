import Runtime

/// Which emoji are held out, decided by a seed and the emoji alone, never by a language's coverage.
enum EmojiSplits {
  /// The share of skin-tone variants that is held out.
  static let compositionShare = 0.2
  /// The share of base emoji whose name one language does not see in training.
  static let transferShare = 0.08

  /// A fifth of the skin-tone variants: each one's person keeps another variant, and each one's tone another person, in
  /// training.
  static func composition(of emoji: [EmojiSequence], seed: UInt64) -> Set<String> {
    let variants = emoji.filter(\.hasTone)
    var personsLeft = Dictionary(grouping: variants, by: \.person).mapValues(\.count)
    var tonesLeft = Dictionary(grouping: variants, by: \.tone).mapValues(\.count)
    let quota = Int(Double(variants.count) * compositionShare)
    var held: Set<String> = []
    for variant in shuffled(variants, seed: seed, stream: 1) where held.count < quota {
      guard let persons = personsLeft[variant.person], let tones = tonesLeft[variant.tone], persons > 1, tones > 1
      else {
        continue
      }
      personsLeft[variant.person] = persons - 1
      tonesLeft[variant.tone] = tones - 1
      held.insert(variant.id)
    }
    return held
  }

  /// For base emoji that a language does not see in training, that language; empty with fewer than two languages.
  ///
  /// Flags are skipped (their names are names of countries), and so is every emoji with skin-tone variants, because the
  /// variants' names contain its own.
  static func heldOut(from emoji: [EmojiSequence], languages: [String], seed: UInt64) -> [String: String] {
    guard languages.count > 1 else { return [:] }
    let share = min(transferShare, 0.9 / Double(languages.count))
    let withVariants = Set(emoji.lazy.filter(\.hasTone).map(\.person))
    var heldOut: [String: String] = [:]
    for candidate in emoji where !candidate.hasTone && !candidate.isFlag && !withVariants.contains(candidate.id) {
      let place = Int(unit(candidate.id, seed: seed, stream: 2) / share)
      if place < languages.count { heldOut[candidate.id] = languages[place] }
    }
    return heldOut
  }

  private static func shuffled(_ emoji: [EmojiSequence], seed: UInt64, stream: UInt64) -> [EmojiSequence] {
    let keyed = emoji.map { (emoji: $0, key: unit($0.id, seed: seed, stream: stream)) }
    return keyed.sorted { ($0.key, $0.emoji.id) < ($1.key, $1.emoji.id) }.map(\.emoji)
  }

  /// A number in 0 ..< 1 that belongs to the emoji.
  private static func unit(_ id: String, seed: UInt64, stream: UInt64) -> Double {
    var generator = SeededGenerator(seed: seed ^ StableHash.of(id.utf8), stream: stream)
    return Double(generator.next() >> 11) * 0x1p-53
  }
}
