import JSON

extension CheckpointContent {
  /// Throws, listing what differs, where the corpus is not the one that the checkpoint was trained on. Checkpoints from before there
  /// were fingerprints have none and pass.
  ///
  /// - Parameters:
  ///   - fingerprint: of the corpus at hand; see `CorpusFingerprint`.
  ///   - override: what a person does to go on regardless, as a sentence's end: "pass --ignore-corpus".
  public func requireCorpus(_ fingerprint: JSONValue, override: String) throws {
    guard corpus != .null else { return }
    let lines = JSONDifference.lines(corpus, fingerprint)
    guard !lines.isEmpty else { return }
    throw TrainingError(
      "the corpus is not the one that this run was trained on (parts are the sources in the recipe's order, training first):"
        + lines.map { "\n  \($0)" }.joined()
        + "\nBring its files back as they were, train a new run that begins with these weights (model.pretrained), or \(override)"
    )
  }
}
