import Images
import Models
import Runtime
import Tensors
import Testing

@testable import Evaluation
@testable import Objectives

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite("Token by token")
struct TokenScoresTests {
  private func table(_ count: Int, seed: UInt64) throws -> EmbeddingTable {
    var generator = SeededGenerator(seed: seed)
    return try EmbeddingTable(
      ids: (0..<count).map(String.init), width: 4, values: (0..<4 * count).map { _ in generator.uniform(-1, 1) })
  }

  private func square(_ rows: EmbeddingTable, _ columns: EmbeddingTable) throws -> [Float] {
    var values: [Float] = []
    try CosineScores(queries: rows, gallery: columns).forEachQuery { values += $1 }
    return values
  }

  @Test("scores of tokens stand in the place of cosines, each direction's in its own")
  func directions() throws {
    let (texts, images) = (try table(7, seed: 1), try table(5, seed: 2))
    let right = (0..<7).map { [$0 % 5] }
    func task(_ scores: TokenScores?) throws -> RetrievalTask {
      try RetrievalTask(texts: texts, images: images, imagesOfTexts: right, tokenScores: scores)
    }
    let cosines = TokenScores(texts: try square(texts, images), images: try square(images, texts))
    let plain = try task(nil)
    let same = try task(cosines)
    #expect(try same.ranks() == plain.ranks())
    for convention in RetrievalProtocol.allCases {
      #expect(try same.recall(convention) == plain.recall(convention))
    }
    #expect(try same.scoresOfTexts().best(3) == plain.scoresOfTexts().best(3))
    #expect(try same.scoresOfImages().ofQueries([3, 0]).best(2) == plain.scoresOfImages().ofQueries([3, 0]).best(2))
    // Texts that find their images always, and images that never find a text.
    let other = try task(
      TokenScores(
        texts: (0..<35).map { right[$0 / 5] == [$0 % 5] ? 1 : 0 },
        images: (0..<35).map { right[$0 % 7] == [$0 / 7] ? 0 : 1 })
    ).ranks()
    #expect(other.textToImage.ranks.allSatisfy { $0.expected == 0 })
    #expect(other.imageToText.ranks.allSatisfy { $0.expected >= 5 })
    #expect(throws: EvaluationError.self) { try task(TokenScores(texts: [1], images: [1])) }
  }

  @Test("the softmax is taken over classes for each text, and then its mean")
  func ensemble() throws {
    // One image, two classes of two texts: by the first texts the first class, by the second ones the second, less surely.
    let scores = try ClassScores(softmaxOf: [1, 0, 0, 0.5], images: 1, classes: 2, texts: 2, logitScale: 2)
    let (first, second) = (1 / (1 + exp(-2.0)), 1 / (1 + exp(1.0)))
    #expect(abs(Double(scores.values[0]) - (first + second) / 2) < 1e-6)
    #expect(abs(scores.values[0] + scores.values[1] - 1) < 1e-6 && scores.best(0) == 0)
    #expect(throws: EvaluationError.self) {
      try ClassScores(softmaxOf: [1, 0, 0], images: 1, classes: 2, texts: 2, logitScale: 2)
    }
    // With one text a class nothing changes but the scale.
    let (images, texts) = (try table(6, seed: 3), try table(4, seed: 4))
    let one = try ClassScores(images: images, texts: texts, ofEachClass: 1, logitScale: 10)
    let plain = try ClassScores(images: images, classes: texts)
    for image in 0..<6 { #expect(one.best(image) == plain.best(image)) }
  }

  @Test("a tower's tokens are compared as its objective compares them, in blocks of any size", arguments: [1, 2, 256])
  func tower(block: Int) throws {
    let backend = try CPUBackend(pool: ThreadPool(threads: 2))
    let tower = try SharedTower(
      configuration: TowerConfiguration(
        width: 32, depth: 1, heads: 2, patch: 4, pooling: .map, embedding: 16, gridRows: 2, gridColumns: 3),
      backend: backend, seed: 1)
    var kind = FILIP()
    kind.late.embedding = 8
    let objective = try #require(
      try kind.objective(ObjectiveContext(tower, heads: ParameterStore(backend: backend, seed: 2))).tokenWise)
    func sequences(_ lengths: [Int], seed: UInt64) -> [PatchSequence] {
      var generator = SeededGenerator(seed: seed)
      return lengths.map { length in
        PatchSequence(
          patchSize: 4, rows: (0..<length).map { UInt16($0 / 3) }, columns: (0..<length).map { UInt16($0 % 3) },
          pixels: (0..<48 * length).map { _ in UInt8(generator.uniform(0, 255)) })
      }
    }
    let embedder = TowerEmbedder(tower: tower, backend: backend, activation: .float32)
    let images = try embedder.tokens(of: sequences([6, 4, 5], seed: 3), as: .image, by: objective)
    let texts = try embedder.tokens(of: sequences([2, 1, 3, 2], seed: 4), as: .text, by: objective)
    #expect(images.offsets == [0, 6, 10, 15] && texts.offsets == [0, 2, 3, 6, 8] && images.width == 8)
    let scores = try embedder.scores(texts: texts, images: images, by: objective, block: block)
    func row(_ table: TokenTable, _ row: Int) -> ArraySlice<Float> { table.values[row * 8..<(row + 1) * 8] }
    func found(_ own: TokenTable, _ sequence: Int, _ other: TokenTable, _ target: Int) -> Double {
      let tokens = own.offsets[sequence]..<own.offsets[sequence + 1]
      let best = tokens.map { token in
        (other.offsets[target]..<other.offsets[target + 1]).map { column in
          zip(row(own, token), row(other, column)).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        }.max() ?? 0
      }
      return best.reduce(0, +) / Double(tokens.count)
    }
    for image in 0..<3 {
      for text in 0..<4 {
        #expect(abs(Double(scores.images[image * 4 + text]) - found(images, image, texts, text)) < 1e-5)
        #expect(abs(Double(scores.texts[text * 3 + image]) - found(texts, text, images, image)) < 1e-5)
      }
    }
  }
}
