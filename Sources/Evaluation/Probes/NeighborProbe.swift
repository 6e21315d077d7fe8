#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// The classes of the nearest examples by cosine, each weighed by `exp(cosine / temperature)` (Wu et al. 2018; DINO's k-NN).
///
/// Examples that tie for the last places share those.
public struct NeighborProbe: Probe {
  private let examples: LabeledFeatures
  private let table: EmbeddingTable
  private let neighbors: Int
  private let temperature: Double

  /// - Parameters:
  ///   - neighbors: examples that vote, at least 1.
  ///   - temperature: small ones listen to the nearest alone; 0.07 is usual.
  public init(examples: LabeledFeatures, neighbors: Int = 20, temperature: Double = 0.07) throws {
    guard neighbors > 0, temperature > 0 else {
      throw EvaluationError("At least one neighbor and a temperature above 0 are needed to ask neighbors.")
    }
    self.examples = examples
    self.neighbors = neighbors
    self.temperature = temperature
    table = try examples.table()
  }

  public func scores(_ features: LabeledFeatures) throws -> ClassScores {
    var values = [Float](repeating: 0, count: features.count * examples.classes)
    try CosineScores(queries: features.table(), gallery: table).forEachQuery { row, scores in
      var best = BestHits(limit: neighbors)
      for (index, score) in scores.enumerated() { best.offer(SearchHit(index: index, score: score)) }
      guard let last = best.hits.last?.score else { return }
      let above = scores.count { $0 > last }
      let share = Double(best.hits.count - above) / Double(scores.count { $0 == last })
      for (index, score) in scores.enumerated() where score >= last {
        // Relative to the largest cosine there is, so that nothing overflows.
        let weight = exp((Double(score) - 1) / temperature) * (score > last ? 1 : share)
        values[row * examples.classes + examples.labels[index]] += Float(weight)
      }
    }
    return try ClassScores(count: features.count, classes: examples.classes, values: values)
  }
}
