import Console
import Corpora
import Recipes

extension Recipe {
  /// Throws a sentence where a corpus cannot give what the recipe asks of it.
  func requireTraining(on corpus: Corpus) throws {
    try corpus.requireBatch(of: training.batch, in: languages)
    try requireLabels(in: corpus)
    try requireCaptions(in: corpus)
    try requireRewrites(in: corpus)
    try requireCaptionRoles(in: corpus)
    try requireEntities(in: corpus)
  }

  /// Throws a sentence where the objective needs labels and none of the records that are looked at has one.
  private func requireLabels(in corpus: Corpus) throws {
    guard let need = objective.needs.first(where: \.requirements.labels) else { return }
    let found = findRecord(in: corpus) { $0.captions.contains { $0.role == .label } }
    guard !found.isFound else { return }
    throw CommandError(
      "\(corpus.nameInSentences): the objective \(need.kind) learns from labels, and none of the "
        + "\(NumberText.thousands(found.looked)) records looked at has a caption of the role label; give the images' classes so, or "
        + "set \(need.place).needsLabels to false, so that equal captions alone are each other's positives")
  }

  /// Throws a sentence where the objective needs captions beside that of the pair, and none of the records that are looked at has one.
  private func requireCaptions(in corpus: Corpus) throws {
    for need in objective.needs {
      for view in need.views.further {
        guard case .caption(let choice) = view else { continue }
        let found = findRecord(in: corpus) { choice.fits($0, languages: languages) }
        guard !found.isFound else { continue }
        throw CommandError(
          "\(corpus.nameInSentences): the objective \(need.kind)\(need.place == "objective" ? "" : " (\(need.place))") learns from a second caption of each image, and none of "
            + "the \(NumberText.thousands(found.looked)) records looked at has what it needs: \(view.name); give images such captions, or "
            + "take another objective")
      }
    }
  }

  /// Throws a sentence where a source has a file of rewrites, and none of the records that are looked at has one that training draws.
  private func requireRewrites(in corpus: Corpus) throws {
    guard case .pairs(let pairs) = self.corpus else { return }
    for (source, training) in pairs.training.enumerated() {
      for (place, file) in training.rewrites.enumerated() {
        let found = findRecord(in: corpus) { record in
          record.captions.contains {
            $0.role == file.role && languages.contains($0.language) && (file.language ?? $0.language) == $0.language
          }
        }
        guard !found.isFound else { continue }
        throw CommandError(
          "corpus.training[\(source)].rewrites[\(place)], \(file.path): no line of it is drawn, since none of the "
            + "\(NumberText.thousands(found.looked)) records looked at has a caption of the role \(file.role.rawValue) in "
            + "\(languages.joined(separator: ", ")) from it; a line is in the language of its row's first caption unless the file's "
            + "\"language\" says otherwise, and has \(file.minUnits) words or characters at least (minUnits)")
      }
    }
  }

  /// Throws a sentence where training draws captions of a role that none of the records that are looked at has.
  private func requireCaptionRoles(in corpus: Corpus) throws {
    guard case .pairs(let pairs) = self.corpus else { return }
    for (place, role) in pairs.captionRoles.enumerated() {
      let found = findRecord(in: corpus) { record in
        record.captions.contains { $0.role == role && languages.contains($0.language) }
      }
      guard !found.isFound else { continue }
      throw CommandError(
        "\(corpus.nameInSentences): corpus.captionRoles[\(place)] draws captions of the role \(role.rawValue), and none of the "
          + "\(NumberText.thousands(found.looked)) records looked at has one in \(languages.joined(separator: ", ")); give "
          + "them such captions (docs/data.md), or leave the role out")
    }
  }
}

extension Corpus {
  /// The folder, where it says anything.
  fileprivate var nameInSentences: String { folder == "." ? "the training data" : folder }
}
