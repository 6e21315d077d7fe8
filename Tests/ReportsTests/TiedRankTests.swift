import MadeUpEmbeddings
import Runtime
import Testing

@testable import Evaluation
@testable import Reports

/// Expected recall is held against counting over every order in which items of equal score can stand.
@Suite("Ties")
struct TiedRankTests {
  @Test(
    "hits and ranks of tied items are their means over all orders",
    arguments: [(0, 1), (1, 1), (3, 1), (2, 2), (4, 2), (3, 3), (5, 2)])
  func allOrders(wrong: Int, right: Int) {
    let orders = orders(wrong + right)
    // Items below `right` are the right ones.
    let firsts = orders.map { order in order.firstIndex { $0 < right } ?? 0 }
    for above in 0..<4 {
      let rank = TiedRank(above: above, wrong: wrong, right: right)
      let mean = Double(firsts.reduce(0, +)) / Double(orders.count)
      #expect(abs(rank.expected - Double(above) - mean) < 1e-12)
      for depth in 0..<12 {
        let share = Double(firsts.count { above + $0 < depth }) / Double(orders.count)
        #expect(abs(rank.hit(within: depth) - share) < 1e-12, "\(above) above, first \(depth)")
      }
    }
    #expect(TiedRank(above: 2).hit(within: 2) == 0 && TiedRank(above: 2).hit(within: 3) == 1)
  }

  /// Six images, eight texts of one or two images, scores in steps so wide that most of them tie.
  private static func task(order: [Int], seed: UInt64) throws -> RetrievalTask {
    var generator = SeededGenerator(seed: seed)
    func coordinates() -> [Float] { (0..<3).map { _ in Float(Int(3 * generator.uniform())) } }
    let texts = (0..<8).map { _ in coordinates() }
    let images = (0..<6).map { _ in coordinates() }
    let right = (0..<8).map { text in text % 3 == 0 ? [text % 6, (text + 3) % 6] : [text % 6] }
    return try RetrievalTask(
      texts: EmbeddingTable(ids: names(8, "t"), width: 3, values: texts.flatMap { $0 }),
      images: EmbeddingTable(ids: names(6), width: 3, values: order.flatMap { images[$0] }),
      imagesOfTexts: right.map { $0.compactMap { order.firstIndex(of: $0) } })
  }

  @Test(
    "expected recall is the mean of what sorted lists give over all orders of the gallery", arguments: [1, 3, 5, 7])
  func galleryOrders(seed: UInt64) throws {
    let ours = try Self.task(order: Array(0..<6), seed: seed).recall(.clippo).textToImage
    let orders = orders(6)
    var sums = [0.0, 0, 0]
    var rankSum = 0.0
    for order in orders {
      let task = try Self.task(order: order, seed: seed)
      let lists = try task.recall(.chineseCLIP).textToImage
      for place in sums.indices { sums[place] += lists.percent[place] }
      rankSum += Double(try task.ranks().textToImage.listRanks.reduce(0, +))
    }
    expectClose(ours.percent, sums.map { $0 / Double(orders.count) })
    let ranks = try Self.task(order: Array(0..<6), seed: seed).ranks().textToImage.ranks
    expectClose([ranks.reduce(0) { $0 + $1.expected }], [rankSum / Double(orders.count)])
    #expect(ours.tied > 1 && ours.percent[1] > 0 && ours.percent[0] < 100, "without ties this shows nothing: \(ours)")
    #expect(try Self.task(order: [5, 3, 4, 0, 2, 1], seed: seed).recall(.clippo).textToImage.percent == ours.percent)
  }

  @Test("a query counts with the probability of its hit in intervals and in differences of models")
  func fractions() throws {
    let same = try EmbeddingTable(ids: names(20), width: 2, values: (0..<20).flatMap { _ in [Float(1), 0] })
    let ranks = try RetrievalTask(texts: same, images: same, imageOfText: Array(0..<20)).ranks().textToImage
    var generator = SeededGenerator(seed: 1)
    let intervals = RecallInterval(resamples: 200).intervals(of: ranks, using: &generator)
    // Every query has the same share of a hit, so whichever are drawn give the same.
    for (interval, percent) in zip(intervals, [5.0, 25, 50]) {
      #expect(abs(interval.lowerBound - percent) < 1e-9 && abs(interval.upperBound - percent) < 1e-9)
    }
    let perfect = [TiedRank](repeating: TiedRank(above: 0), count: 20)
    let difference = try PairedDifference(
      first: [ranks.ranks, perfect], second: [perfect, perfect], depth: 5, using: &generator)
    #expect(abs(difference.points + 37.5) < 1e-9, "half of the runs at 25 %, half at 100 %")
  }

  @Test("a first answer among equals is right by chance")
  func calibration() throws {
    let same = try EmbeddingTable(ids: names(4), width: 1, values: [1, 1, 1, 1])
    let task = try RetrievalTask(texts: same, images: same, imagesOfTexts: [[0], [1, 2], [3], [2]])
    let calibration = try Calibration(task, logitScale: 10)
    #expect(calibration.bins.count == 1 && abs(calibration.bins[0].right - (0.25 + 0.5 + 0.25 + 0.25) / 4) < 1e-12)
    #expect(calibration.thresholds[0].cosine == nil)
  }

  @Test("scripts are counted as the protocol counts")
  func protocols() throws {
    let same = try EmbeddingTable(ids: names(4), width: 1, values: [1, 1, 1, 1])
    let task = try RetrievalTask(texts: same, images: same, imageOfText: [0, 1, 2, 3])
    func first(_ retrievalProtocol: RetrievalProtocol) throws -> [Double] {
      try task.hits(retrievalProtocol, ranks: task.ranks()).textToImage.shares[0]
    }
    #expect(try first(.clippo) == [0.25, 0.25, 0.25, 0.25])
    #expect(try first(.optimistic) == [1, 1, 1, 1])
    #expect(try first(.chineseCLIP) == [1, 0, 0, 0])
    #expect(try first(.openCLIP).reduce(0, +) == 1 && first(.clipBenchmark).reduce(0, +) == 1)
  }
}

@Suite("Embeddings that are alike")
struct EmbeddingVarietyTests {
  private func variety(_ rows: [[Float]], ids: [String]? = nil) throws -> EmbeddingVariety {
    EmbeddingVariety(
      try EmbeddingTable(ids: ids ?? names(rows.count), width: rows[0].count, values: rows.flatMap { $0 }))
  }

  @Test("one embedding for all, nearly one, and a few for many are each said, with their number")
  func sentences() throws {
    let one = try variety([[1, 0], [1, 0], [1, 0]])
    #expect(one.distinct == 1 && abs(one.meanCosine - 1) < 1e-12)
    #expect(one.sentence("images")?.hasPrefix("all 3 images have one and the same embedding") == true)
    let near = try variety((0..<50).map { [1, Float($0) * 1e-5, 0] })
    #expect(near.distinct == 50)
    #expect(
      near.sentence("texts")?.contains("50 texts have 50 distinct embeddings, and those are nearly the same") == true)
    let few = try variety((0..<10).map { $0 % 3 == 0 ? [1, 0] : [0, 1] })
    #expect(few.sentence("images")?.hasPrefix("10 images have 2 distinct embeddings only") == true)
  }

  @Test("inputs that are the same may have the same embedding, and what is told apart needs no sentence")
  func none() throws {
    #expect(try variety([[1, 0], [0, 1], [1, 1]]).sentence("images") == nil)
    #expect(
      try variety((0..<10).map { $0 < 5 ? [1, 0] : [0, 1] }, ids: (0..<10).map { $0 < 5 ? "a" : "b" }).sentence("texts")
        == nil)
    #expect(try variety([[1, 0]]).sentence("images") == nil)
    // Mean cosine of all pairs: 1 of the two alike, 0 of the others.
    #expect(abs(try variety([[1, 0], [1, 0], [0, 1]]).meanCosine - 1 / 3.0) < 1e-12)
  }

  @Test("reports, pages and comparisons say it")
  func reports() throws {
    let same = try EmbeddingTable(ids: names(20), width: 2, values: (0..<20).flatMap { _ in [Float(1), 0] })
    let task = try RetrievalTask(texts: same, images: same, imageOfText: Array(0..<20))
    let table = RecallTable(rows: [try RecallRow(split: "dev", language: "zh", task: task)])
    #expect(table.warnings.count == 2 && table.warnings[0].hasPrefix("dev, zh: all 20 images have one"))
    #expect(
      MeasureReport.retrieval(table, retrievalProtocol: .clippo, title: "t").notes.prefix(2) == table.warnings.prefix(2)
    )
    let page = RecallSection(table: table).html.markup
    #expect(page.contains("<p class=\"warning\">") && page.contains("all 20 texts have one and the same embedding"))
    #expect(table.json(.clippo)["warnings"]?.arrayValue?.count == 2)
    let ranks = try task.ranks()
    let set = ComparedModel.SetRanks(
      split: "dev", language: "zh", queries: same.ids, textToImage: ranks.textToImage, imageToText: ranks.imageToText)
    let comparison = try Comparison(title: "t", models: [ComparisonTests.model("a", [[set]])])
    #expect(comparison.text().contains("! a, seed 0, dev, zh: all 20 images have one and the same embedding"))
    #expect(ComparisonPage(comparison).html.contains("Embeddings that are alike."))
  }
}
