import Console
import Models
import Objectives
import Recipes
import Tensors
import Training

extension RunModel {
  /// The parameters that an objective learns beside the towers; another objective has others.
  private static let numbers: Set<String> = ["logScale", "logitBias"]

  /// Takes the weights of the run that the recipe begins with, where it names one: those of all towers where both models have the same,
  /// those of the image tower where the texts are read otherwise.
  ///
  /// - Parameter report: told what was taken, where it is not all.
  ///
  /// Throws a sentence when there is no such run or its model has another shape.
  func adoptPretrained(report: (String) -> Void) throws {
    guard let path = recipe.model.pretrained else {
      if recipe.model.resetLogitScale {
        report("model.resetLogitScale changes nothing without model.pretrained: the scale begins as the objective says")
      }
      return
    }
    let checkpoint = try Checkpoint.readModel(RunFolder(path: path).modelCheckpoint())
    let resets = recipe.model.resetLogitScale
    let saved = Dictionary(
      checkpoint.parameters.filter { !(resets && Self.numbers.contains($0.name)) }.map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first })
    let own = tower.parameters.parameters
    let hasSameTowers =
      Set(saved.keys).subtracting(Self.numbers) == Set(own.map(\.name)).subtracting(Self.numbers)
      && own.allSatisfy { saved[$0.name].map(\.shape) ?? $0.shape == $0.shape }
    guard hasSameTowers || !own.contains(where: { $0.name.hasPrefix("image/") }) else {
      guard recipe.objective.requirements.teacher == nil else {
        throw CommandError(
          "model.pretrained: \(path) has other towers than this model, whose image tower is the teacher's; name a run with the same "
            + "text tower, or leave it out")
      }
      do { try adoptImageTower(saved) } catch {
        throw CommandError("model.pretrained: the image tower of \(path) does not fit: \(error)")
      }
      let scale = NumberText.fixed(try tower.logitScale(), decimals: 2)
      return report(
        "the run begins with the image tower of \(path) and \(resets ? "the objective's" : "its") logit scale, \(scale)"
      )
    }
    do { try readers.require(checkpoint) } catch {
      report("the run that this one begins with drew otherwise: \(error)")
    }
    do { try adopt(saved) } catch {
      throw CommandError("model.pretrained: \(path) holds a model of another shape: \(error)")
    }
    if !resets, saved["logitBias"] == nil, tower.logitBias != nil {
      report("the run that this one begins with had no bias on its logits; it begins as the objective says")
    }
    if recipe.model.page.initializeFromImageTower || recipe.model.text.initializeFromImageTower {
      try beginTextWithImage()
      report("the text tower begins as the image tower of \(path), as the recipe says, not as that run's text tower")
    }
  }

  /// Takes the heads of the objective of the run that the recipe begins with, as far as they have the same names and shapes.
  ///
  /// - Parameter report: told what begins anew.
  func adoptPretrainedHeads(of objective: PreparedObjective, report: (String) -> Void) throws {
    let heads = objective.heads.parameters
    guard let path = recipe.model.pretrained, !heads.isEmpty else { return }
    let checkpoint = try Checkpoint.readModel(RunFolder(path: path).modelCheckpoint(), withObjective: true)
    let saved = PreparedObjective.heads(in: checkpoint.objective)
    let kept = heads.filter { parameter in
      let isNumber = parameter.shape.count == 1
      return saved[parameter.name]?.shape == parameter.shape && !(isNumber && recipe.model.resetLogitScale)
    }
    for parameter in kept { try saved[parameter.name]?.copy(into: parameter.value) }
    guard kept.count < heads.count else { return }
    report(
      kept.isEmpty
        ? "the objective's heads begin anew, since \(path) has none of their names and shapes"
        : "of the objective's \(heads.count) parameters \(kept.count) begin as in \(path), and the others anew")
  }

  /// Takes every parameter that is saved under its name. Only the numbers that another objective learns may be missing or left over.
  private func adopt(_ saved: [String: ArrayEntry]) throws {
    for parameter in tower.parameters.parameters {
      guard let array = saved[parameter.name] else {
        guard Self.numbers.contains(parameter.name) else {
          throw CommandError("there is no parameter '\(parameter.name)'")
        }
        continue
      }
      try array.copy(into: parameter.value)
    }
    let known = Set(tower.parameters.parameters.map(\.name)).union(Self.numbers)
    if let name = saved.keys.filter({ !known.contains($0) }).min() {
      throw CommandError("its parameter '\(name)' is not in this model")
    }
  }

  /// Takes a teacher's image tower, and its logit scale.
  func adopt(_ teacher: TeacherModel) throws {
    let arrays = teacher.tower.parameters.arrays
    do { try adoptImageTower(Dictionary(arrays.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })) } catch
    {
      throw CommandError("objective.teacher: the image tower of \(teacher.path) does not fit: \(error)")
    }
  }

  /// Takes the parameters of an image tower, which a model with one tower for all calls its encoder. A text tower that begins as a
  /// clone does so after it.
  private func adoptImageTower(_ saved: [String: ArrayEntry]) throws {
    for parameter in tower.parameters.parameters where parameter.name.hasPrefix("image/") {
      let encoder = "encoder/" + parameter.name.dropFirst("image/".count)
      guard let array = saved[parameter.name] ?? saved[encoder] else {
        throw CommandError("there is no parameter '\(parameter.name)'")
      }
      try array.copy(into: parameter.value)
    }
    if let scale = saved["logScale"] { try scale.copy(into: tower.logScale.value) }
    try beginTextWithImage()
  }
}
