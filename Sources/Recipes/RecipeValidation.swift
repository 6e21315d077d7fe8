import Console
import Schema

extension Recipe {
  /// Checks what sections cannot know of each other.
  package func validate(at path: RecipePath) throws(RecipeError) {
    try validateVersion(at: path.field("version"))
    try validateName(at: path.field("name"))
    try validateLanguages(at: path.field("languages"))
    try validateGrid(at: path)
    try validateObjective(at: path)
  }

  private func validateVersion(at path: RecipePath) throws(RecipeError) {
    guard (1...FormerKeys.version).contains(version) else {
      throw path.error(
        "\(version) is no version that this program reads, 1 to \(FormerKeys.version); a later one may have written the recipe"
      )
    }
  }

  /// The name becomes a folder's.
  private func validateName(at path: RecipePath) throws(RecipeError) {
    let allowed = name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0)
    }
    guard !name.isEmpty, allowed, name.first != "." else {
      throw path.error("'\(name)' cannot name a folder; use letters, digits, -, _ and .")
    }
  }

  private func validateLanguages(at path: RecipePath) throws(RecipeError) {
    guard !languages.isEmpty else { throw path.error("names no language; give at least one, such as \"zh\"") }
    if let complaint = LanguageWords.complaint(languages) { throw path.error(complaint) }
    var seen: Set<String> = []
    for language in languages {
      guard seen.insert(language).inserted else { throw path.error("names '\(language)' twice") }
    }
  }

  /// Every patch of a photo and of a page needs a place on the model's grid of position embeddings.
  private func validateGrid(at path: RecipePath) throws(RecipeError) {
    guard image.dropRemainder ? image.imageSize >= model.patch : image.imageSize % model.patch == 0 else {
      throw path.field("image").field("imageSize").error(
        image.dropRemainder
          ? "\(image.imageSize) pixels hold no patch; model.patch is \(model.patch)"
          : "\(image.imageSize) is not a multiple of model.patch, which is \(model.patch); image.dropRemainder leaves the rest out"
      )
    }
    let cells = image.imageSize / model.patch
    guard cells <= min(model.gridRows, model.gridColumns) else {
      throw path.field("image").field("imageSize").error(
        "\(image.imageSize) pixels are \(cells) × \(cells) patches, more than the model's grid of "
          + "\(model.gridRows) × \(model.gridColumns)")
    }
    let (pages, section) = (model.pageConfiguration, model.tower == .twinPages ? "model.page" : "model")
    guard rendering.rows <= pages.gridRows else {
      throw path.field("rendering").field("rows").error(
        "\(rendering.rows) is more than \(section).gridRows, \(pages.gridRows)")
    }
    guard rendering.columns <= pages.gridColumns else {
      throw path.field("rendering").field("columns").error(
        "\(rendering.columns) is more than \(section).gridColumns, \(pages.gridColumns)")
    }
  }
}
