import Recipes
import Console
import Files

extension RunFolder {
  /// The folder's own name.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// Makes the folder and writes the recipe into it.
  ///
  /// Throws a sentence when it holds a run already or cannot be written.
  func create(for recipe: Recipe) throws {
    guard try checkpoints.latest() == nil else {
      throw CommandError("\(path): there is a run here already; go on with it with --resume, or choose another --out")
    }
    try Disk().makeFolder(path)
    try AtomicFile.write(recipe.json.prettyText, to: recipeFile)
  }

  /// Removes the search index; searching makes it anew.
  func removeIndex() throws { try Disk().remove(RunIndex.path(in: self)) }
}
