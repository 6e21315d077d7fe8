import Console

extension Corpus {
  /// Images that training may see, with a caption in any of the languages.
  func trainingImages(in languages: [String]) -> Int {
    parts.reduce(0) { $0 + $1.store.catalog.count(of: .train, inAnyOf: languages) }
  }

  /// Throws a sentence where a batch of so many pairs is larger than all that is trained.
  public func requireBatch(of pairs: Int, in languages: [String]) throws {
    let images = trainingImages(in: languages)
    guard pairs <= images else {
      throw CorpusError(
        "a batch of \(pairs) pairs is larger than the corpus, which trains \(NumberText.counted(images, "image", "images")); make it smaller"
      )
    }
  }
}
