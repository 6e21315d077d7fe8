import Console
import Schema

extension Recipe {
  /// Checks what sections cannot know of each other.
  package func validate(at path: RecipePath) throws(RecipeError) {
    try validateName(at: path.field("name"))
    try validateLanguages(at: path.field("languages"))
    try validateGrid(at: path)
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
    guard photo.dropsRest ? photo.side >= model.patch : photo.side % model.patch == 0 else {
      throw path.field("photo").field("side").error(
        photo.dropsRest
          ? "\(photo.side) pixels hold no patch; model.patch is \(model.patch)"
          : "\(photo.side) is not a multiple of model.patch, which is \(model.patch); photo.dropsRest leaves the rest out"
      )
    }
    let cells = photo.side / model.patch
    guard cells <= min(model.gridRows, model.gridColumns) else {
      throw path.field("photo").field("side").error(
        "\(photo.side) pixels are \(cells) × \(cells) patches, more than the model's grid of "
          + "\(model.gridRows) × \(model.gridColumns)")
    }
    guard page.rows <= model.gridRows else {
      throw path.field("page").field("rows").error("\(page.rows) is more than model.gridRows, \(model.gridRows)")
    }
    guard page.columns <= model.gridColumns else {
      throw path.field("page").field("columns").error(
        "\(page.columns) is more than model.gridColumns, \(model.gridColumns)")
    }
  }
}
