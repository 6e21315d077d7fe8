import Runtime
import Testing

@testable import Evaluation

/// What holds for every perturbation of every caption.
@Suite struct PerturbationTests {
  private func apply(_ perturbation: Perturbation, _ caption: BenchCaptions.Caption, _ seed: Int) -> String? {
    var generator = SeededGenerator(seed: UInt64(seed))
    return perturbation.apply(to: caption.text, language: caption.language, using: &generator)
  }

  /// The captions of `bench/captions` that change, with what they become.
  private func changes(
    _ perturbation: Perturbation
  ) throws -> [(caption: BenchCaptions.Caption, changed: String)] {
    try BenchCaptions.all().enumerated().compactMap { seed, caption in
      apply(perturbation, caption, seed).map { (caption, $0) }
    }
  }

  @Test(
    "A changed caption differs in code points, holds no broken text, and is the same for the same seed",
    arguments: Perturbation.allCases)
  func always(perturbation: Perturbation) throws {
    #expect(perturbation.isAvailable)
    var changedCount = 0
    for (seed, caption) in try BenchCaptions.all().enumerated() {
      guard let changed = apply(perturbation, caption, seed) else { continue }
      changedCount += 1
      #expect(!changed.isSpelled(as: caption.text) && !changed.isEmpty)
      #expect(!changed.unicodeScalars.contains("\u{FFFD}"))
      if seed % 10 == 0 { #expect(apply(perturbation, caption, seed)?.isSpelled(as: changed) == true) }
    }
    #expect(changedCount > 50)
  }

  @Test("Typing errors keep spaces, signs and grapheme clusters")
  func typos() throws {
    let changes = try changes(.typo)
    #expect(changes.count > 2_400)
    for (caption, changed) in changes {
      let known = Set(caption.text)
      #expect(
        changed.allSatisfy { known.contains($0) || $0.isASCII && $0.isLetter }, "\(caption.text) became \(changed)")
      #expect(others(changed) == others(caption.text), "\(caption.text) became \(changed)")
      #expect(changed != caption.text)
    }
  }

  private func others(_ text: String) -> [Character] {
    text.filter { character in !character.unicodeScalars.prefix(1).allSatisfy(CodePoint.isLetter) }.map { $0 }
  }

  @Test("Other seeds make other errors and other look-alikes", arguments: [Perturbation.typo, .homoglyph])
  func seeds(perturbation: Perturbation) throws {
    let caption = BenchCaptions.Caption(language: "en", text: "people on a beach under a red umbrella")
    #expect(Set((0..<50).map { apply(perturbation, caption, $0) }).count > 45)
  }

  @Test("Look-alikes stand where a letter stood")
  func homoglyphs() throws {
    for (caption, changed) in try changes(.homoglyph) {
      let pairs = Array(zip(caption.text.unicodeScalars, changed.unicodeScalars))
      #expect(caption.text.unicodeScalars.count == pairs.count && changed.unicodeScalars.count == pairs.count)
      let replaced = pairs.filter { $0.0 != $0.1 }
      let possible = caption.text.filter {
        $0.unicodeScalars.count == 1 && HomoglyphTable.table[$0.unicodeScalars.first ?? " "] != nil
      }
      #expect(replaced.count == max(1, (possible.count + 1) / 3))
      #expect(replaced.allSatisfy { HomoglyphTable.table[$0.0]?.contains($0.1) == true })
    }
  }

  @Test("Texts without marks are composed and keep their letters")
  func marks() throws {
    for (caption, changed) in try changes(.missingMarks) {
      #expect(NormalForm.composed.of(changed)?.isSpelled(as: changed) == true)
      #expect(letters(changed) == letters(caption.text), "\(caption.text) became \(changed)")
      #expect(MissingMarks.without(changed) == nil)
    }
  }

  /// Code points of form D that are no marks.
  private func letters(_ text: String) -> [Unicode.Scalar] {
    (NormalForm.decomposed.of(text) ?? "").unicodeScalars.filter { !CodePoint.isNonspacingMark($0) }
  }

  @Test("The compatible form joins what differs in width")
  func width() throws {
    for (caption, changed) in try changes(.width) {
      let joined = NormalForm.compatible.of(changed)
      #expect(
        NormalForm.compatible.of(caption.text).map { joined?.isSpelled(as: $0) == true } == true,
        "\(caption.text) became \(changed)")
    }
  }

  @Test("Of simplified and traditional captions, ideographs and their quotation marks alone change")
  func han() throws {
    let changes = try changes(.hanVariant)
    for language in ["zh", "zh_Hant"] { #expect(changes.count { $0.caption.language == language } > 45) }
    for (caption, changed) in changes {
      #expect(caption.text.unicodeScalars.count == changed.unicodeScalars.count)
      #expect(
        zip(caption.text.unicodeScalars, changed.unicodeScalars).allSatisfy {
          $0 == $1 || CodePoint.script($0) == "Hani" || "“”「」".unicodeScalars.contains($0)
        })
    }
  }

  @Test("Normal forms are equal texts, and two exchanges lead back to form C")
  func forms() throws {
    for (caption, changed) in try changes(.normalForm) {
      #expect(changed == caption.text)
      #expect(NormalForm.composed.of(changed)?.isSpelled(as: NormalForm.composed.of(caption.text) ?? "") == true)
      if let back = NormalForm.exchanged(changed) { #expect(NormalForm.composed.of(back)?.isSpelled(as: back) == true) }
    }
  }

  @Test(
    "Scripts without case keep it, unless Latin letters stand among them",
    arguments: ["ar", "he", "hi", "th", "ja", "ko", "zh"])
  func cases(language: String) throws {
    for (caption, changed) in try changes(.letterCase) where caption.language == language {
      #expect(
        caption.text.unicodeScalars.contains { CodePoint.script($0) == "Latn" }, "\(caption.text) became \(changed)")
    }
  }

  @Test("Every perturbation has a title and one sentence")
  func words() {
    #expect(Set(Perturbation.allCases.map(\.title)).count == Perturbation.allCases.count)
    for perturbation in Perturbation.allCases { #expect(perturbation.about.hasSuffix(".")) }
  }
}
