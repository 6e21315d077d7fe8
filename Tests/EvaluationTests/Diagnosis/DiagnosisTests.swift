import Glibc
import MadeUpEmbeddings
import Testing

@testable import Evaluation

@Suite("Diagnosis")
struct DiagnosisTests {
  private static func table(_ rows: [[Float]]) throws -> EmbeddingTable {
    try EmbeddingTable(ids: names(rows.count), width: rows[0].count, values: rows.flatMap { $0 })
  }

  @Test("Gap, alignment, uniformity and cosines of a handmade task are as by hand")
  func geometry() throws {
    let task = try RetrievalTask(
      texts: Self.table([[1, 0], [0, 1]]), images: Self.table([[0.6, 0.8], [0, -1]]), imageOfText: [0, 1])
    let geometry = try EmbeddingGeometry(task)
    // Means are (0.5, 0.5) and (0.3, -0.1); right cosines 0.6 and -1, others 0 and 0.8.
    #expect(abs(geometry.modalityGap - (0.04 + 0.36).squareRoot()) < 1e-6)
    #expect(abs(geometry.rightCosine + 0.2) < 1e-6 && abs(geometry.otherCosine - 0.4) < 1e-6)
    #expect(abs(geometry.alignment - 2.4) < 1e-6)
    // One pair of texts, at a squared distance of 2; one pair of images, at one of 2 + 1.6.
    #expect(abs(geometry.textUniformity + 4) < 1e-6 && abs(geometry.imageUniformity + 7.2) < 1e-6)
    let none = try RetrievalTask(
      texts: Self.table([[1, 0]]), images: Self.table([[1, 0]]), imagesOfTexts: [[]])
    #expect(throws: EvaluationError.self) { try EmbeddingGeometry(none) }
  }

  @Test("Thresholds keep the precision that is asked for and answer as much as they can")
  func thresholds() {
    let answers = [(0.9, true), (0.8, true), (0.7, false), (0.6, true), (0.5, false), (0.5, true)].map {
      Calibration.Answer(cosine: $0.0, probability: $0.0, right: $0.1 ? 1 : 0)
    }
    let calibration = Calibration(answers)
    #expect(calibration.thresholds.map(\.precision) == [50, 80, 90, 95, 99])
    // All six are right in 4 of 6; the first two always; 3 of 4 never reaches 80 %.
    #expect(calibration.thresholds.map(\.cosine) == [0.5, 0.8, 0.8, 0.8, 0.8])
    #expect(
      abs(calibration.thresholds[0].answered - 100) < 1e-9 && abs(calibration.thresholds[1].answered - 100.0 / 3) < 1e-9
    )
    // Two answers of one cosine stand or fall together: above 0.5 only two of three are right.
    let tied = Calibration(
      [(0.9, true), (0.5, true), (0.5, false)].map {
        Calibration.Answer(cosine: $0.0, probability: $0.0, right: $0.1 ? 1 : 0)
      })
    #expect(tied.thresholds[1].cosine == 0.9 && tied.thresholds[0].cosine == 0.5)
    let wrong = Calibration([Calibration.Answer(cosine: 0.3, probability: 0.2, right: 0)])
    #expect(wrong.thresholds.allSatisfy { $0.cosine == nil && $0.answered == 0 })
  }

  @Test("Probabilities that come true have no calibration error, and those that do not have theirs")
  func reliability() {
    func answers(_ probability: Double, right: Int) -> [Calibration.Answer] {
      (0..<10).map { Calibration.Answer(cosine: 0, probability: probability, right: $0 < right ? 1 : 0) }
    }
    let honest = Calibration(answers(0.25, right: 2) + answers(0.75, right: 8))
    #expect(honest.bins.count == 2 && abs(honest.expectedError - 0.05) < 1e-12)
    let bold = Calibration(answers(0.95, right: 4) + answers(1, right: 5))
    #expect(bold.bins.count == 1 && bold.bins[0].queries == 20 && abs(bold.expectedError - 0.525) < 1e-12)
  }

  @Test("A task's first answers and their probabilities are those of its scores")
  func calibratedTask() throws {
    let task = try RetrievalTask(
      texts: oneHotQueries(2), images: gallery(scores: [[0.5, 0.1, 0.3], [0.2, 0.4, 0.1]]), imageOfText: [0, 2])
    let calibration = try Calibration(task, logitScale: 10)
    let expected = 1 / (1 + exp(-4.0) + exp(-2.0))
    #expect(calibration.queries == 2 && calibration.bins.count == 1)
    #expect(abs(calibration.bins[0].right - 0.5) < 1e-9)
    let other = 1 / (1 + exp(-2.0) + exp(-3.0))
    #expect(abs(calibration.bins[0].probability - (expected + other) / 2) < 1e-5)
  }
}
