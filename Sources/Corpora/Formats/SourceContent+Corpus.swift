extension SourceContent {
  /// The source as a corpus of its own, with the splits that its files name.
  ///
  /// - Parameter path: where it was opened.
  public func corpus(at path: String) -> Corpus {
    let counts = CorpusCounts([store.catalog])
    return Corpus(
      folder: path, kind: "pairs", languages: counts.languages, counts: counts, parts: [Corpus.Part(store: store)],
      skipped: skipped)
  }
}
