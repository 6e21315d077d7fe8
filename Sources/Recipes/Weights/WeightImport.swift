import Console
import Models
import Tensors
import Training

/// Takes released weights over as a run, so that every command works with them.
public struct WeightImport {
  /// Language of captions that nothing else gives one.
  public var language = "en"
  /// Rows and columns of the position table; nil keeps the file's.
  public var grid: Int?
  public var threads = 0

  public init() {}

  /// Makes a run of CLIPPO's weights (`.npz` of big_vision): one tower, pages drawn out of Unifont as there.
  ///
  /// Throws a sentence when the file is damaged or holds another model, or the folder holds a run.
  public func run(_ file: String, into folder: RunFolder) throws -> Recipe {
    do {
      let checkpoint = try BigVisionCheckpoint(BigVisionArrays.everyArray(in: NumpyArchive(path: file)))
      let (configuration, weights) = try checkpoint.oneTower(grid: grid)
      let recipe = try recipe(for: configuration, name: Self.name(of: file))
      let workshop = try Workshop(threads: threads, precision: recipe.training.precision)
      let model = try RunModel(recipe, readers: CaptionReaders(recipe, in: folder), in: workshop)
      guard let tower = model.tower as? SharedTower else { throw ModelError("the recipe describes no shared tower") }
      try weights.load(into: tower)
      try folder.create(for: recipe)
      try folder.checkpoints.save(
        CheckpointContent(
          weights: tower.parameters, seed: UInt64(recipe.seed), recipe: recipe.json,
          rendererContract: model.readers.rendererContract))
      return recipe
    } catch let error as ModelError { throw CommandError("\(file): \(error)") }
  }

  /// What CLIPPO's own configuration says of pictures and pages, and the file of the network.
  private func recipe(for tower: TowerConfiguration, name: String) throws -> Recipe {
    var recipe = Recipe()
    recipe.name = name
    recipe.languages = [language]
    recipe.model.width = tower.width
    recipe.model.depth = tower.depth
    recipe.model.heads = tower.heads
    recipe.model.mlp = tower.mlp
    recipe.model.patch = tower.patch
    recipe.model.pooling = tower.pooling == .map ? .map : .mean
    recipe.model.embedding = tower.embedding
    recipe.model.gridRows = tower.gridRows
    recipe.model.gridColumns = tower.gridColumns
    recipe.photo.side = tower.gridRows * tower.patch
    recipe.photo.fit = .stretch
    recipe.photo.filter = .plain
    recipe.photo.share = 1
    // Unifont's cells are sixteen pixels high; models of other patches take our own letters, two rows of eight to a line.
    recipe.page.renderer = tower.patch == 16 ? .unifont : .shaped
    recipe.page.rowPatches = max(1, 16 / tower.patch)
    recipe.page.rows = tower.gridRows
    recipe.page.columns = tower.gridColumns
    recipe.page.keepBlank = true
    recipe.page.lowercase = true
    // Whatever a recipe may not say is found by reading it as one.
    return try Recipe.resolve(recipe.json, source: name)
  }

  private static func name(of file: String) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return name.hasSuffix(".npz") ? String(name.dropLast(4)) : name
  }
}
