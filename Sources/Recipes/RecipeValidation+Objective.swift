import Corpora
import Objectives
import Schema
import Training

extension Recipe {
  /// Checks that model and images give what the objective needs, or each of those that it is made of.
  func validateObjective(at path: RecipePath) throws(RecipeError) {
    for need in objective.needs { try validate(need, at: path) }
  }

  private func validate(_ need: ObjectiveNeed, at path: RecipePath) throws(RecipeError) {
    let (place, needs) = (RecipePath(text: need.place), need.requirements)
    if let teacher = needs.teacher, teacher.isEmpty {
      throw place.field("teacher").error(
        "names no run; give the folder of an imported model (clippo-weights import) or of one that was trained here")
    }
    guard !needs.layout || model.tower.readsPages else {
      throw place.field("kind").error(
        "\(need.kind) needs to know where the parts of a caption stand on its page, and model.tower "
          + "\(model.tower.rawValue) reads no pages; set model.tower to shared or twinPages")
    }
    guard !needs.layout || rendering.renderer != .unifont else {
      throw path.field("rendering").field("renderer").error(
        "\(need.kind) needs to know where the parts of a caption stand on its page, and unifont does not say; take "
          + "shaped")
    }
    try validateViews(need, at: path)
    if needs.layout, case .pairs(let pairs) = corpus, !pairs.words.isEmpty {
      throw path.field("corpus").field("words").error(
        "changes what stands on a page, and \(need.kind) needs to know which part of the caption stands where; leave it out"
      )
    }
    if needs.locksImageTower { try validateLock(need, at: path) }
    guard needs.reusesImageEmbeddings else { return }
    guard photoPreparation.isConstant else {
      throw place.field("reuseImageEmbeddings").error(
        "images are embedded once, which needs image.augmentation.kind none and image.patchKeepRate 1; set these, or "
          + "this to false")
    }
  }

  /// Views that are shown once more must be able to look otherwise.
  private func validateViews(_ need: ObjectiveNeed, at path: RecipePath) throws(RecipeError) {
    for view in need.views.further {
      switch view {
      case .image, .text, .caption: break
      case .imageAgain:
        guard photoPreparation.repeatsAlike else { continue }
        throw path.field("image").field("viewAugmentation").error(
          "\(need.kind) learns from an image that is shown twice, and nothing varies it; set this, or image.augmentation, to "
            + "changes such as {\"kind\": \"crop\"}")
      case .textAgain:
        guard model.tower.readsPages else {
          throw RecipePath(text: need.place).field("kind").error(
            "\(need.kind) learns from a caption that is drawn twice, and model.tower \(model.tower.rawValue) reads tokens, which are "
              + "the same twice; set model.tower to shared or twinPages")
        }
        guard !rendering.variesPages else { continue }
        throw path.field("rendering").field("viewAugmentation").error(
          "\(need.kind) learns from a caption that is drawn twice, and nothing varies its page; set this, or "
            + "rendering.augmentation, to changes such as {\"sizeLow\": 0.7, \"sizeHigh\": 1.4, \"fonts\": [\"serif\"]}"
        )
      }
    }
  }

  private func validateLock(_ need: ObjectiveNeed, at path: RecipePath) throws(RecipeError) {
    guard model.tower == .twin || model.tower == .twinPages else {
      throw RecipePath(text: need.place).field("kind").error(
        "\(need.kind) locks the image tower, and model.tower \(model.tower.rawValue) has none apart from the one that reads "
          + "captions; set model.tower to twinPages or twin")
    }
    guard model.pretrained != nil || objective.requirements.teacher != nil else {
      throw path.field("model").field("pretrained").error(
        "\(need.kind) locks the image tower as it begins, and nothing says with which weights; name the folder of a run"
      )
    }
    if case .pairs(let pairs) = corpus, pairs.imageViewFraction > 0 {
      throw path.field("corpus").field("imageViewFraction").error(
        "a locked image tower learns nothing from pairs of views; set it to 0")
    }
  }

  /// Groups of parameters as the trainer takes them: what the objective locks, and then what the recipe says.
  package var parameterGroups: [ParameterGroup] {
    (objective.requirements.locksImageTower ? [ParameterGroup(frozen: "image/")] : []) + training.parameterGroups
  }
}
