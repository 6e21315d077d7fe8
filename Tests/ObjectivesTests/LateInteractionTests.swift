import Autograd
import Corpora
import Models
import Runtime
import Tensors
import Testing

@testable import Objectives

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite("Late interaction: FILIP, Wukong, BagFormer")
struct LateInteractionTests {
  let embeddings: EmbeddingRows
  var backend: CPUBackend { embeddings.backend }

  init() throws { embeddings = try EmbeddingRows() }

  private static let width = 8

  /// Sequences of so many tokens, with values by a formula; a token may be given.
  private func states(_ lengths: [Int], seed: UInt64, replacing: [Int: [Float]] = [:]) throws -> PackedStates {
    var generator = SeededGenerator(seed: seed)
    let count = lengths.reduce(0, +)
    let rows = (0..<count).flatMap { row in
      let drawn = (0..<Self.width).map { _ in generator.uniform(-1, 1) }
      return replacing[row] ?? drawn
    }
    return PackedStates(
      rows: try embeddings.parameter(rows, [count, Self.width]),
      offsets: lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1)) })
  }

  private func context(heads: ParameterStore? = nil, classToken: Bool = false) -> ObjectiveContext {
    ObjectiveContext(
      heads: heads ?? ParameterStore(backend: backend, seed: 3), embedding: Self.width,
      widths: (Self.width, Self.width),
      hasClassToken: (classToken, classToken))
  }

  private func input(
    _ images: PackedStates, _ texts: PackedStates, ids: [Int32]? = nil, facts: [RecordFacts]? = nil
  ) throws -> ObjectiveInput {
    let pairs = images.count
    return ObjectiveInput(
      embeddings: [:],
      states: [ViewRequest(.image, .states): images, ViewRequest(.text, .states): texts],
      logScale: try embeddings.parameter([1.5], [1]), pairs: pairs,
      duplicateIds: { ids ?? (0..<Int32(pairs)).map { $0 } },
      facts: { facts ?? (0..<pairs).map { _ in RecordFacts() } })
  }

  private func filip(
    _ padding: TokenPadding = .strict, loss: SoftmaxLoss = SoftmaxLoss()
  ) throws -> any TokenWiseObjective {
    var kind = FILIP()
    kind.late = LateInteraction(embedding: nil, padding: padding)
    kind.loss = loss
    return try #require(try kind.objective(context()) as? any TokenWiseObjective)
  }

  private func evaluate(_ objective: some Objective, _ input: ObjectiveInput) throws -> (
    loss: Float, images: [Float], texts: [Float]
  ) {
    let tape = Tape(backend: backend, activation: .float32)
    let result = try objective.evaluate(input, on: tape)
    try tape.backward(from: result.loss)
    func gradient(_ view: BatchView) throws -> [Float] {
      try input.states(view).rows.gradient?.floatArray() ?? []
    }
    return (try result.loss.value.floatArray()[0], try gradient(.image), try gradient(.text))
  }

  private func close(_ one: [Float], _ other: [Float], _ tolerance: Float = 1e-6) -> Bool {
    one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) <= tolerance }
  }

  @Test("with one token each, FILIP is CLIP, whatever becomes of duplicates, directions and smoothing")
  func oneToken() throws {
    for duplicates in DuplicateRule.allCases {
      for (directions, smoothing) in [(DirectionReduction.mean, 0.0), (.sum, 0.2)] {
        let loss = SoftmaxLoss(duplicates: duplicates, directions: directions, labelSmoothing: smoothing)
        let ids: [Int32] = [0, 1, 0, 3, 1]
        let tokens = try evaluate(
          filip(loss: loss),
          input(states([1, 1, 1, 1, 1], seed: 1), states([1, 1, 1, 1, 1], seed: 2), ids: ids))
        let (images, texts) = (try states([1, 1, 1, 1, 1], seed: 1), try states([1, 1, 1, 1, 1], seed: 2))
        let tape = Tape(backend: backend, activation: .float32)
        let clip = try loss.evaluate(
          ObjectiveInput(
            images: tape.l2Normalize(images.rows), texts: tape.l2Normalize(texts.rows),
            logScale: embeddings.parameter([1.5], [1]), duplicateIds: ids), on: tape)
        try tape.backward(from: clip.loss)
        #expect(abs(tokens.loss - (try clip.loss.value.floatArray()[0])) < 2e-6)
        #expect(close(tokens.images, try #require(images.rows.gradient).floatArray(), 2e-6))
        #expect(close(tokens.texts, try #require(texts.rows.gradient).floatArray(), 2e-6))
      }
    }
  }

  private func squares(_ images: PackedStates, _ texts: PackedStates, _ padding: TokenPadding = .strict) throws -> (
    images: [Float], texts: [Float]
  ) {
    let tape = Tape(backend: backend, activation: .float32)
    let found = try TokenSimilarities(
      images: images.normalized(on: tape), texts: texts.normalized(on: tape), padding: padding, on: tape)
    return (try found.images.value.floatArray(), try found.texts.value.floatArray())
  }

  @Test("a text's token said twice changes nothing for images, and a pad is nothing at all unless it is asked for")
  func duplicatedToken() throws {
    let images = try states([3, 2], seed: 1)
    let texts = try states([2, 3], seed: 2)
    let first = Array(try texts.rows.value.floatArray()[0..<Self.width])
    let twice = try states([3, 3], seed: 2, replacing: [2: first])
    let doubled = PackedStates(
      rows: try embeddings.parameter(
        try texts.rows.value.floatArray()[0..<2 * Self.width] + first
          + texts.rows.value.floatArray()[(2 * Self.width)...], [6, Self.width]), offsets: twice.offsets)
    let plain = try squares(images, texts)
    // Which side has the columns of a product may change, and so its last bit.
    #expect(close(try squares(images, doubled).images, plain.images))
    #expect(!close(try squares(images, doubled).texts, plain.texts))
    // The shorter text alone gets a token of zeros, with which no image finds less than 0.
    let padded = try squares(images, texts, .zero)
    #expect(close(padded.texts, plain.texts))
    #expect(close([padded.images[1], padded.images[3]], [plain.images[1], plain.images[3]]))
    #expect(padded.images[0] >= plain.images[0] && padded.images[0] >= 0)
  }

  @Test("gradients go to the tokens that were found, and to those that found them")
  func winners() throws {
    // One image of one token, whose best is the second of three.
    let images = try states([1], seed: 1, replacing: [0: [1, 0, 0, 0, 0, 0, 0, 0]])
    let texts = try states(
      [3], seed: 2,
      replacing: [0: [0, 1, 0, 0, 0, 0, 0, 0], 1: [1, 1, 0, 0, 0, 0, 0, 0], 2: [0, 0, 1, 0, 0, 0, 0, 0]])
    let tape = Tape(backend: backend, activation: .float32)
    let found = try TokenSimilarities(images: images, texts: texts, padding: .strict, on: tape)
    try tape.backward(from: tape.sum(found.images))
    let gradient = try #require(texts.rows.gradient).floatArray()
    #expect(gradient[8..<16].contains { $0 != 0 })
    #expect(gradient[0..<8].allSatisfy { $0 == 0 } && gradient[16..<24].allSatisfy { $0 == 0 })
  }

  @Test("a class token is none of the tokens")
  func classToken() throws {
    var kind = FILIP()
    kind.late.embedding = nil
    let objective = try #require(try kind.objective(context(classToken: true)) as? any TokenWiseObjective)
    let tape = Tape(backend: backend, activation: .float32)
    let states = try states([3, 2], seed: 1)
    let tokens = try objective.tokens(states, as: .image, on: tape)
    #expect(tokens.offsets == [0, 2, 3])
    let whole = try states.normalized(on: tape).rows.value.floatArray()
    #expect(try tokens.rows.value.floatArray() == Array(whole[8..<24] + whole[32..<40]))
  }

  @Test("the heads project to the width that is asked for, and are trained and saved")
  func heads() throws {
    let heads = ParameterStore(backend: backend, seed: 3)
    var kind = Wukong()
    kind.late.embedding = 16
    kind.reducedTokens = 3
    let objective = try #require(try kind.objective(context(heads: heads)) as? any TokenWiseObjective)
    #expect(
      heads.parameters.map(\.name) == [
        "tokens/image/kernel", "tokens/text/kernel", "reduction/norm/scale", "reduction/norm/bias",
        "reduction/groups/kernel", "reduction/maps/kernel", "reduction/values/kernel",
      ])
    let tape = Tape(backend: backend, activation: .float32)
    let tokens = try objective.tokens(states([5, 9], seed: 1), as: .image, on: tape)
    #expect(tokens.offsets == [0, 3, 6] && tokens.rows.value.shape == [6, 16])
    _ = try evaluate(objective, input(states([5, 9], seed: 1), states([2, 4], seed: 2)))
    for parameter in heads.parameters {
      let isTrained = try #require(parameter.variable.gradient).floatArray().contains { $0 != 0 }
      #expect(isTrained, "\(parameter.name)")
    }
  }

  // MARK: Token reduction

  /// A reduction whose groups and values leave tokens as they are.
  private func reduction(count: Int, maps: (_ input: Int, _ map: Int) -> Float) throws -> TokenReduction {
    let heads = ParameterStore(backend: backend, seed: 4)
    let reduction = try TokenReduction(heads, width: Self.width, count: count)
    for name in ["groups", "values"] {
      try #require(heads["reduction/\(name)/kernel"]).value.withFloats { $0.update(repeating: 1) }
    }
    try #require(heads["reduction/maps/kernel"]).value.withFloats { values in
      for index in values.indices { values[index] = maps(index / count, index % count) }
    }
    return reduction
  }

  @Test("maps of zeros give the mean token")
  func zeroMaps() throws {
    let tokens = try states([5, 2], seed: 5)
    let tape = Tape(backend: backend, activation: .float32)
    let reduced = try reduction(count: 2) { _, _ in 0 }(tokens, on: tape)
    let mean = try tape.meanPool(tokens.rows, offsets: backend.tensor([0, 5, 7] as [Int32], [3])).value.floatArray()
    let (first, second) = (Array(mean[0..<8]), Array(mean[8..<16]))
    #expect(close(try reduced.rows.value.floatArray(), first + first + second + second))
  }

  @Test("as many maps as tokens, each choosing one, are FILIP")
  func permutation() throws {
    let count = Self.width
    // Token t is near the unit vector t, so that a map can ask for it.
    func near(_ images: Int) throws -> PackedStates {
      var generator = SeededGenerator(seed: 6)
      let rows = (0..<images * count).map { row in
        (0..<Self.width).map { column in (column == row % count ? 1 : 0) + generator.uniform(-0.1, 0.1) }
      }
      return try states(
        [Int](repeating: count, count: images), seed: 6,
        replacing: Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($0.offset, $0.element) }))
    }
    let reduction = try reduction(count: count) { input, map in input == (3 * map + 1) % count ? 200 : 0 }
    let tape = Tape(backend: backend, activation: .float32)
    let images = try near(3)
    let reduced = try reduction(images, on: tape)
    let own = try images.rows.value.floatArray()
    let chosen = (0..<3 * count).flatMap { row -> ArraySlice<Float> in
      let token = row / count * count + (3 * (row % count) + 1) % count
      return own[token * Self.width..<(token + 1) * Self.width]
    }
    #expect(close(try reduced.rows.value.floatArray(), chosen))
    let wukong = TokenWiseContrast(
      loss: SoftmaxLoss(), late: LateInteraction(embedding: nil), heads: try TokenHeads(context(), embedding: nil),
      reduction: reduction)
    let texts = try states([2, 4, 1], seed: 7)
    let plain = try evaluate(filip(), input(near(3), texts))
    let found = try evaluate(wukong, input(near(3), states([2, 4, 1], seed: 7)))
    #expect(abs(plain.loss - found.loss) < 1e-6 && close(plain.texts, found.texts))
  }

  // MARK: Bags

  private func bagFormer() throws -> any Objective {
    var kind = BagFormer()
    kind.late.embedding = nil
    kind.pooledWeight = 0
    return try kind.objective(context())
  }

  @Test("a bag for each token is token-wise; a bag of two patches is their sum")
  func bags() throws {
    func facts(_ caption: String, _ layout: [Range<Int>]) -> RecordFacts {
      var facts = RecordFacts(caption: caption)
      facts.layout = layout
      return facts
    }
    let images = [3, 2]
    // Texts that are no pages have a bag a token.
    let tokens = try evaluate(bagFormer(), input(states(images, seed: 1), states([3, 2], seed: 2)))
    let single = [facts("a b c", [0..<1, 2..<3, 4..<5]), facts("d e", [0..<1, 2..<3])]
    let bags = try evaluate(bagFormer(), input(states(images, seed: 1), states([3, 2], seed: 2), facts: single))
    #expect(bags.loss == tokens.loss && bags.texts == tokens.texts)
    // "ab" on two patches, one of which shows half of "cd" too.
    let double = [facts("ab cd", [0..<1, 1..<4, 4..<5]), facts("d e", [0..<1, 2..<3])]
    let found = try evaluate(bagFormer(), input(states(images, seed: 1), states([3, 2], seed: 2), facts: double))
    let rows = try states([3, 2], seed: 2).rows.value.floatArray()
    func token(_ row: Int, _ factor: Float) -> [Float] { rows[row * 8..<row * 8 + 8].map { $0 * factor } }
    func sum(_ a: [Float], _ b: [Float]) -> [Float] { zip(a, b).map { $0 + $1 } }
    let summed = try states(
      [2, 2], seed: 2,
      replacing: [
        0: sum(token(0, 1), token(1, 1 / 3)), 1: sum(token(1, 1 / 3), token(2, 1)), 2: token(3, 1), 3: token(4, 1),
      ])
    let expected = try evaluate(bagFormer(), input(states(images, seed: 1), summed))
    #expect(abs(found.loss - expected.loss) < 1e-6)
  }

  @Test("what cannot be is refused")
  func refused() throws {
    var kind = FILIP()
    kind.late.embedding = nil
    let context = ObjectiveContext(
      heads: ParameterStore(backend: backend, seed: 3), embedding: 8, widths: (8, 16))
    let error = #expect(throws: ObjectiveError.self) { try kind.objective(context) }
    #expect(error?.description.contains("states of images are 8 wide and those of texts 16") == true)
    var bags = BagFormer()
    bags.entities = "/nowhere/entities.txt"
    let missing = #expect(throws: ObjectiveError.self) { try bags.objective(self.context()) }
    #expect(missing?.description.hasPrefix("objective.entities: ") == true)
    #expect(missing?.description.contains("/nowhere/entities.txt") == true)
    var sum = WeightedObjectives()
    sum.terms = [WeightedObjectives.Term(), WeightedObjectives.Term()]
    sum.terms[1].objective = ObjectiveSettings(bags)
    let ofTerm = #expect(throws: ObjectiveError.self) { try sum.objective(self.context()) }
    #expect(ofTerm?.description.hasPrefix("objective.terms[1].objective.entities: ") == true)
  }
}
