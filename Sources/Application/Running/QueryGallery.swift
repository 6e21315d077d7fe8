import Recipes
import Corpora
import Reports
import Runtime

/// Queries of measured sets with what they found, for pages.
struct QueryGallery {
  let recipe: Recipe

  /// Queries shown of a set, worst misses of a set, and sets that are shown; more would make a page heavy.
  private static let queries = 12
  private static let misses = 6
  private static let sets = 6

  /// A gallery a set, of queries drawn by chance, and the worst misses of all of them.
  func galleries(
    of measured: [RunEvaluator.Measured]
  ) throws -> (galleries: [ReportGallery], worstMisses: [GalleryItem]) {
    var generator = SeededGenerator(seed: UInt64(recipe.seed), stream: 0x6761_6c6c)
    var galleries: [ReportGallery] = []
    var worst: [GalleryItem] = []
    for measured in measured.prefix(Self.sets) {
      let set = measured.set
      let builder = GalleryBuilder(
        task: measured.task, ranks: measured.ranks.textToImage, material: material(of: set))
      galleries.append(
        ReportGallery(
          title: "\(set.split.rawValue), \(set.language)",
          items: try builder.sample(Self.queries, using: &generator)))
      worst += try builder.worstMisses(Self.misses)
    }
    return (galleries, worst)
  }

  private func material(of set: EvaluationSet) -> GalleryBuilder.Material {
    GalleryBuilder.Material(
      language: set.language, pageColumns: recipe.rendering.columns, text: { set.queries[$0] },
      page: { set.texts[$0].patches },
      image: { try set.gallery[$0].image.decoded() },
      name: { set.gallery[$0].texts(set.language).first ?? set.gallery[$0].id })
  }
}
