import Console
import Corpora
import Evaluation

/// The pictures of a run that searching looks through.
enum SearchIndex {
  /// Pictures that a run's own index holds at most.
  private static let searchedLimit = 20_000

  /// Embeds every picture of the first artist: those that were trained and those whose combination was held out. Of a corpus
  /// larger than the limit, what was held out comes first. Pictures that cannot be read are not
  /// in it: a run that was trained is not lost for them.
  static func make(_ model: RunModel, corpus: Corpus) throws -> PictureIndex {
    let searched = try corpus.searchable(limit: searchedLimit).filter { $0.split != .style }
    let recipe = model.recipe
    var allowance = UnreadableAllowance(share: 1, of: searched.count)
    let outcomes = try allowance.accept(
      recipe.photoPreparation.evaluationOutcomes(
        of: searched.map { ($0.picture, $0.origin) }, pool: model.workshop.pool))
    let (records, patches) = (
      zip(searched, outcomes).compactMap { $1 == nil ? nil : $0 }, outcomes.compactMap { $0 }
    )
    guard !records.isEmpty else { throw CommandError("\(corpus.folder): no picture to search can be read") }
    let table = try model.embedder.embed(patches, ids: records.map(\.id))
    let pictures = records.map { record in
      PictureIndex.Picture(
        id: record.symbol.map { "\($0) \(record.id)" } ?? record.id, origin: record.picture.description,
        names: recipe.languages.map { PictureIndex.Name(language: $0, texts: record.texts($0)) })
    }
    return try PictureIndex(pictures: pictures, width: table.width, values: table.values)
  }

  /// The index of a run's folder, made and written where it is missing, as after a run that was interrupted.
  static func open(_ folder: RunFolder, model: RunModel) throws -> PictureIndex {
    if let index = try? PictureIndex(folder: folder.path), index.embeddings.width == model.recipe.model.embedding {
      return index
    }
    var recipe = model.recipe
    let corpus = try recipe.openCorpus(pool: model.workshop.pool)
    let index = try make(model, corpus: corpus)
    try index.write(toFolder: folder.path)
    return index
  }
}
