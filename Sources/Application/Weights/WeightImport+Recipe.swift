import Recipes
import Models
import Objectives
import Tokenizers

extension WeightImport {
  /// Two towers as their package prepares images and texts, or their training did.
  func recipe(for plan: TwinImport, name: String) throws -> Recipe {
    let twin = plan.twin
    var recipe = Recipe()
    describe(twin.image, in: &recipe, name: name)
    recipe.model.tower = .twin
    recipe.image.imageSize = plan.side
    recipe.image.dropRemainder = plan.side % twin.image.patch != 0
    recipe.image.fit = plan.fit
    recipe.image.filter = plan.filter
    if twin.hasBias { recipe.objective = ObjectiveSettings(SigmoidContrastive()) }
    recipe.model.text.tokenizer = plan.tokenizerRecipe
    let text = twin.text
    let (seen, read) = (twin.image.encoder.activation, text.encoder.activation)
    switch twin.family {
    case .openCLIP, .transformersCLIP, .chineseCLIP:
      recipe.model.architecture = seen == .erf ? .openClip : .clip
      if seen == .tanh { recipe.model.gelu = seen }
      let isBERT = twin.family == .chineseCLIP
      recipe.model.text.architecture = isBERT ? .bert : read == .erf ? .openClip : .clip
      if isBERT ? read != .erf : read == .tanh { recipe.model.text.gelu = read }
    case .siglip, .siglipNaFlex, .openCLIPSigLIP, .bigVision:
      recipe.model.pooling = twin.image.pooling == .map ? .map : .mean
      recipe.model.text.pooling = text.encoder.pooling == .map ? .map : textPooling
      recipe.model.text.padToContext = true
      recipe.model.text.padToken = plan.filling
      if seen != .tanh { recipe.model.gelu = seen }
      if read != .tanh { recipe.model.text.gelu = read }
    }
    recipe.model.text.context = text.context
    recipe.model.text.width = text.encoder.width
    recipe.model.text.depth = text.encoder.depth
    recipe.model.text.heads = text.encoder.heads
    recipe.model.text.mlp = text.encoder.mlp
    return try Recipe.resolve(recipe.json, source: name)
  }

  /// What CLIPPO's own configuration says of images and pages, and the file of the network.
  func recipe(for tower: TowerConfiguration, name: String) throws -> Recipe {
    var recipe = Recipe()
    describe(tower, in: &recipe, name: name)
    recipe.model.pooling = tower.pooling == .map ? .map : .mean
    recipe.image.fit = .stretch
    recipe.image.filter = .plain
    // Unifont's cells are sixteen pixels high; models of other patches take our own letters, two rows of eight to a line.
    recipe.rendering.renderer = tower.patch == 16 ? .unifont : .shaped
    recipe.rendering.lineHeightPatches = max(1, 16 / tower.patch)
    recipe.rendering.rows = tower.gridRows
    recipe.rendering.columns = tower.gridColumns
    recipe.rendering.keepBlankPatches = true
    recipe.rendering.lowercase = true
    // Whatever a recipe may not say is found by reading it as one.
    return try Recipe.resolve(recipe.json, source: name)
  }

  /// What all models have.
  private func describe(_ tower: TowerConfiguration, in recipe: inout Recipe, name: String) {
    recipe.name = name
    recipe.languages = [language]
    recipe.model.width = tower.width
    recipe.model.depth = tower.depth
    recipe.model.heads = tower.heads
    recipe.model.mlp = tower.mlp
    recipe.model.patch = tower.patch
    recipe.model.embedding = tower.embedding
    recipe.model.gridRows = tower.gridRows
    recipe.model.gridColumns = tower.gridColumns
    recipe.image.imageSize = tower.gridRows * tower.patch
    recipe.image.patchKeepRate = 1
    recipe.training.precision = precision
    recipe.rendering.rows = min(recipe.rendering.rows, tower.gridRows)
    recipe.rendering.columns = min(recipe.rendering.columns, tower.gridColumns)
  }
}
