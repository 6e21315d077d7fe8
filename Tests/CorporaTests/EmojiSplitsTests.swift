import Testing

@testable import Corpora

@Suite("Emoji splits")
struct EmojiSplitsTests {
  static func installedEmoji() throws -> [EmojiSequence] {
    try SmallSources.installedEmoji.get()
  }

  @Test(
    "A fifth of the skin-tone variants is held out, their persons and tones are trained",
    arguments: [0, 1, 7] as [UInt64])
  func composition(seed: UInt64) throws {
    let emoji = try Self.installedEmoji()
    let held = EmojiSplits.composition(of: emoji, seed: seed)
    let variants = emoji.filter(\.hasTone)
    #expect(held.count == variants.count / 5)
    #expect(held.isSubset(of: variants.map(\.id)))
    let trained = variants.filter { !held.contains($0.id) }
    #expect(Set(trained.map(\.person)) == Set(variants.map(\.person)))
    #expect(Set(trained.map(\.tone)) == Set(variants.map(\.tone)))
  }

  @Test("Another seed holds out others; the same seed the same, also from a longer list")
  func seeds() throws {
    let emoji = try Self.installedEmoji()
    #expect(EmojiSplits.composition(of: emoji, seed: 1) == EmojiSplits.composition(of: emoji, seed: 1))
    #expect(EmojiSplits.composition(of: emoji, seed: 1) != EmojiSplits.composition(of: emoji, seed: 2))
    let languages = ["ar", "en", "zh"]
    #expect(
      EmojiSplits.heldOut(from: emoji, languages: languages, seed: 1)
        != EmojiSplits.heldOut(from: emoji, languages: languages, seed: 2))
  }

  @Test("Held out names: one language each, about a twelfth, no tones, no flags, nothing that variants give away")
  func heldOut() throws {
    let emoji = try Self.installedEmoji()
    let languages = ["ar", "en", "hi", "ja", "zh"]
    let heldOut = EmojiSplits.heldOut(from: emoji, languages: languages, seed: 3)
    let byID = Dictionary(uniqueKeysWithValues: emoji.map { ($0.id, $0) })
    let persons = Set(emoji.filter(\.hasTone).map(\.person))
    for id in heldOut.keys {
      #expect(byID[id]?.hasTone == false && byID[id]?.isFlag == false && !persons.contains(id))
    }
    let eligible = emoji.count { !$0.hasTone && !$0.isFlag && !persons.contains($0.id) }
    for language in languages {
      let share = Double(heldOut.values.count { $0 == language }) / Double(eligible)
      #expect((0.06...0.10).contains(share), "\(language): \(share)")
    }
    #expect(EmojiSplits.heldOut(from: emoji, languages: ["zh"], seed: 3).isEmpty)
  }

  @Test(
    "Sequences know their tone, person and file name",
    arguments: [
      ("👋🏽", "1f44b-1f3fd", "1f3fd", "1f44b"), ("❤️", "2764", "", "2764"), ("#️⃣", "0023-20e3", "", "0023-20e3"),
      ("👩🏻‍❤️‍👨🏿", "1f469-1f3fb-200d-2764-200d-1f468-1f3ff", "1f3fb-1f3ff", "1f469-200d-2764-200d-1f468"),
    ])
  func sequence(text: String, id: String, tone: String, person: String) {
    let emoji = EmojiSequence(text: text, group: "")
    #expect(emoji.id == id && emoji.tone == tone && emoji.person == person && emoji.hasTone == !tone.isEmpty)
  }
}
