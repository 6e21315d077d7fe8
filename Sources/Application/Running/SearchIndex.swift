import Console
import Corpora
import Evaluation

/// The images of a run that searching looks through.
enum SearchIndex {
  /// Images that a run's own index holds at most.
  private static let searchedLimit = 20_000

  /// Embeds every image of the first artist: those that were trained and those whose combination was held out. Of a corpus
  /// larger than the limit, what was held out comes first. Images that cannot be read are not
  /// in it: a run that was trained is not lost for them.
  static func make(_ model: RunModel, corpus: Corpus) throws -> ImageIndex {
    let searched = try corpus.searchable(limit: searchedLimit).filter { $0.split != .style }
    let recipe = model.recipe
    var allowance = UnreadableAllowance(share: 1, of: searched.count)
    let outcomes = try allowance.accept(
      recipe.photoPreparation.evaluationOutcomes(
        of: searched.map { ($0.image, $0.origin) }, pool: model.workshop.pool))
    let (records, patches) = (
      zip(searched, outcomes).compactMap { $1 == nil ? nil : $0 }, outcomes.compactMap { $0 }
    )
    guard !records.isEmpty else { throw CommandError("\(corpus.folder): no image to search can be read") }
    let table = try model.embedder.embed(patches, ids: records.map(\.id))
    let images = records.map { record in
      ImageIndex.Image(
        id: record.symbol.map { "\($0) \(record.id)" } ?? record.id, origin: record.image.description,
        names: recipe.languages.map { ImageIndex.Name(language: $0, texts: record.texts($0)) })
    }
    return try ImageIndex(images: images, width: table.width, values: table.values)
  }

  /// The index of a run's folder, made and written where it is missing, as after a run that was interrupted.
  static func open(_ folder: RunFolder, model: RunModel) throws -> ImageIndex {
    if let index = try? ImageIndex(folder: folder.path), index.embeddings.width == model.recipe.model.embedding {
      return index
    }
    var recipe = model.recipe
    let corpus = try recipe.openCorpus(pool: model.workshop.pool)
    let index = try make(model, corpus: corpus)
    try index.write(toFolder: folder.path)
    return index
  }
}
