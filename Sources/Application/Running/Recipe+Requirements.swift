import Console
import Corpora
import Recipes

extension Recipe {
  /// Records of a part that are looked at.
  private static let sampledRecords = 2000

  /// Throws a sentence where a corpus cannot give what the recipe asks of it.
  func requireTraining(on corpus: Corpus) throws {
    try corpus.requireBatch(of: training.batch, in: languages)
    try requireLabels(in: corpus)
  }

  /// Throws a sentence where the objective needs labels and none of the records that are looked at has one.
  private func requireLabels(in corpus: Corpus) throws {
    guard let need = objective.needs.first(where: \.requirements.labels) else { return }
    var looked = 0
    for part in corpus.parts {
      let records = languages.flatMap { part.store.catalog.records(of: .train, in: $0) }
      for place in stride(from: 0, to: records.count, by: max(1, records.count / Self.sampledRecords)) {
        looked += 1
        // What cannot be read is noted in training.
        let record = try? part.store.record(Int(records[place]))
        if record?.captions.contains(where: { $0.role == .label }) == true { return }
      }
    }
    throw CommandError(
      "\(corpus.folder): the objective \(need.kind) learns from labels, and none of the "
        + "\(NumberText.thousands(looked)) records looked at has a caption of the role label; give the images' classes so, or "
        + "set \(need.place).needsLabels to false, so that equal captions alone are each other's positives")
  }
}
