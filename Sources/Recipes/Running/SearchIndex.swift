import Corpora
import Evaluation
import Pixels

/// The pictures of a run that searching looks through.
enum SearchIndex {
  /// Pictures that a run's own index holds at most.
  private static let searchedLimit = 20_000

  /// Embeds every picture of the first artist: those that were trained and those whose combination was held out. Of a corpus
  /// larger than the limit, what was held out comes first.
  static func make(_ model: RunModel, corpus: Corpus) throws -> PictureIndex {
    let images = try corpus.searchable(limit: searchedLimit).filter { $0.split != .style }
    let recipe = model.recipe
    let patches = try recipe.photoPreparation.evaluationPatches(of: images, pool: model.workshop.pool)
    let table = try model.embedder.embed(patches, ids: images.map(\.id))
    let pictures = images.map { image in
      PictureIndex.Picture(
        id: image.symbol.map { "\($0) \(image.id)" } ?? image.id, origin: image.picture.description,
        names: recipe.languages.map { PictureIndex.Name(language: $0, texts: image.texts($0)) })
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
