import Recipes
import Console

/// What makes runs unfit to be compared.
enum UnlikeRuns {
  /// One sentence for each difference of the models' runs from the first model's.
  ///
  /// - Parameter seeds: whether other seeds are a difference.
  static func sentences(_ models: [(name: String, recipes: [Recipe])], seeds: Bool = true) -> [String] {
    guard let first = models.first, let known = first.recipes.first else { return [] }
    var sentences: [String] = []
    for (name, recipes) in models {
      guard let recipe = recipes.first else { continue }
      let both = name == first.name ? name : "\(first.name) and \(name)"
      for other in recipes {
        let fields: [(what: String, isAlike: Bool)] = [
          ("corpora", other.corpus == known.corpus), ("languages", other.languages == known.languages),
          ("photos", other.image == known.image), ("batch sizes", other.training.batch == known.training.batch),
          ("schedules", other.schedule == known.schedule),
        ]
        for field in fields where !field.isAlike {
          sentences.append("\(both) were trained with other \(field.what)")
        }
      }
      if seeds, name != first.name, recipes.map(\.seed).sorted() != first.recipes.map(\.seed).sorted() {
        sentences.append("\(both) were trained with other seeds")
      }
      if recipes.contains(where: { $0.model != recipe.model }) {
        sentences.append("the runs of \(name) have models of other shapes")
      }
    }
    return sentences.distinct
  }
}
