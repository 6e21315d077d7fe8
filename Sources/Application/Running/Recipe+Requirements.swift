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
    try requireCaptions(in: corpus)
  }

  /// Throws a sentence where the objective needs labels and none of the records that are looked at has one.
  private func requireLabels(in corpus: Corpus) throws {
    guard let need = objective.needs.first(where: \.requirements.labels) else { return }
    guard let looked = lookInVain(in: corpus, for: { $0.captions.contains { $0.role == .label } }) else { return }
    throw CommandError(
      "\(corpus.folder): the objective \(need.kind) learns from labels, and none of the "
        + "\(NumberText.thousands(looked)) records looked at has a caption of the role label; give the images' classes so, or "
        + "set \(need.place).needsLabels to false, so that equal captions alone are each other's positives")
  }

  /// Throws a sentence where the objective needs captions beside that of the pair, and none of the records that are looked at has one.
  private func requireCaptions(in corpus: Corpus) throws {
    for need in objective.needs {
      for view in need.views.further {
        guard case .caption(let choice) = view,
          let looked = lookInVain(in: corpus, for: { choice.fits($0, languages: languages) })
        else { continue }
        throw CommandError(
          "\(corpus.folder): the objective \(need.kind) (\(need.place)) learns from a second caption of each image, and none of "
            + "the \(NumberText.thousands(looked)) records looked at has what it needs: \(view.name); give images such captions, or "
            + "take another objective")
      }
    }
  }

  /// How many records were looked at where none is as wanted; nil where one is.
  private func lookInVain(in corpus: Corpus, for isWanted: (CaptionedImage) -> Bool) -> Int? {
    var looked = 0
    for part in corpus.parts {
      let records = languages.flatMap { part.store.catalog.records(of: .train, in: $0) }
      for place in stride(from: 0, to: records.count, by: max(1, records.count / Self.sampledRecords)) {
        looked += 1
        // What cannot be read is noted in training.
        if let record = try? part.store.record(Int(records[place])), isWanted(record) { return nil }
      }
    }
    return looked
  }
}
