import Console
import Corpora
import Evaluation
import Runtime

extension ImageSearch {
  /// What a person should know of the answers: that vectors are compared which were not trained; nil where they were.
  public var warning: String? {
    guard model.compared == .tokens else { return nil }
    return
      "this model was trained to compare token by token, and the vectors that are searched were not trained: --rescore "
      + "compares the nearest of them by tokens; clippo-eval retrieval compares all"
  }

  /// The images that a text finds, token by token, among those whose vectors are nearest to its vector. An index keeps vectors alone,
  /// so the candidates' images are read; those that cannot be are left out.
  ///
  /// - Parameters:
  ///   - query: one text and nothing else.
  ///   - limit: images that are found.
  ///   - candidates: images that are compared token by token.
  /// - Returns: scores are the mean over the text's tokens of the best cosine among an image's.
  /// - Throws: a sentence where the model was not trained to compare tokens, or the query is more than a text.
  public func find(_ query: SearchQuery, limit: Int, rescoring candidates: Int) throws -> SearchFinding {
    let start = MonotonicClock.seconds()
    guard let tokenWise = model.tokenWise else {
      throw CommandError(
        "\(index.path): the model that made the index was not trained to compare token by token (objective.kind filip or "
          + "wukong), so nothing can be scored again; leave out --rescore")
    }
    guard let text = query.texts.first, query.texts.count == 1, query.images.isEmpty, query.minus.isEmpty else {
      throw CommandError("what is scored again token by token is one text, without images and without texts to avoid")
    }
    let nearest = try find(query, limit: max(limit, candidates))
    let read = try Caption(
      text: text.text, language: text.language ?? model.recipe.languages[0], role: .raw
    ).read(with: reader)
    var skipped = SkippedRecords()
    let images = nearest.items.map { (image: $0.image.location, origin: Origin(file: index.path, place: .whole)) }
    let outcomes = try skipped.accept(
      model.recipe.photoPreparation.evaluationOutcomes(of: images, pool: model.compute.pool), share: 1,
      of: images.count)
    let found = zip(nearest.items, outcomes).compactMap { item, patches in patches.map { (item, $0) } }
    let scores = try model.embedder.scores(
      texts: model.embedder.tokens(of: [read.sequence], by: tokenWise),
      images: model.embedder.tokens(of: found.map(\.1), as: .image, by: tokenWise), by: tokenWise
    ).texts
    let order = found.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
    return nearest.choosing(
      order.prefix(limit).map { found[$0].0.scoring(scores[$0]) }, seconds: MonotonicClock.seconds() - start)
  }
}

extension SearchFinding {
  /// The same query with other items.
  fileprivate func choosing(_ items: [Item], seconds: Double) -> SearchFinding {
    SearchFinding(
      query: query, items: items, loss: loss, page: page, vector: vector, languages: languages,
      pageColumns: pageColumns, searched: searched, seconds: seconds)
  }
}

extension SearchFinding.Item {
  fileprivate func scoring(_ score: Float) -> SearchFinding.Item {
    SearchFinding.Item(number: number, score: score, image: image, vector: vector)
  }
}
