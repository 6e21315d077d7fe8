import Console
import Files
import FoundationEssentials
import Recipes

extension RunFolder {
  /// The folder's own name.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// Makes the folder, writes the recipe into it and has the run begun there. Where that is refused, nothing is left of it but what took
  /// long to compute.
  ///
  /// Throws a sentence when it holds a run already or cannot be written, and what `begin` throws.
  func create<Run>(for recipe: Recipe, begin: () throws -> Run) throws -> Run {
    guard try checkpoints.latest() == nil else {
      throw CommandError("\(path): there is a run here already; go on with it with --resume, or choose another --out")
    }
    let files = FileManager.default
    let written = [recipeFile, tokenizerFolder].filter { !files.fileExists(atPath: $0) }
    let made = parents.filter { !files.fileExists(atPath: $0) }
    try Disk().makeFolder(path)
    do {
      try AtomicFile.write(recipe.json.prettyText, to: recipeFile)
      return try begin()
    } catch {
      // What is refused is said, not that its traces could not be removed.
      for path in written { try? Disk().remove(path) }
      for path in made { try? Disk().removeEmptyFolder(path) }
      throw error
    }
  }

  /// The folder and those that it lies in, innermost first.
  private var parents: [String] {
    var folders = [path]
    while let last = folders.last, Disk.folder(of: last) != last, last != "." { folders.append(Disk.folder(of: last)) }
    return folders
  }

  /// Removes the search index; searching makes it anew.
  func removeIndex() throws { try Disk().remove(RunIndex.path(in: self)) }
}
