import Console
import Models
import Recipes
import Tensors
import Training

extension RunModel {
  /// Takes the weights of the run that the recipe begins with, where it names one: all of them where both models are alike, those of
  /// the image tower where the texts are read otherwise.
  ///
  /// - Parameter report: told what differs.
  ///
  /// Throws a sentence when there is no such run or its model has another shape.
  func adoptPretrained(report: (String) -> Void) throws {
    guard let path = recipe.model.pretrained else { return }
    let checkpoint = try Checkpoint.readModel(RunFolder(path: path).modelCheckpoint())
    let saved = Set(checkpoint.parameters.map(\.name))
    guard saved == Set(tower.parameters.parameters.map(\.name)) || !hasImageTower else {
      do { try adoptImageTower(checkpoint.parameters) } catch {
        throw CommandError("model.pretrained: the image tower of \(path) does not fit: \(error)")
      }
      return report("the run begins with the image tower of \(path)")
    }
    do { try readers.require(checkpoint) } catch {
      report("the run that this one begins with drew otherwise: \(error)")
    }
    do { try tower.parameters.restore(checkpoint.parameters) } catch {
      throw CommandError("model.pretrained: \(path) holds a model of another shape: \(error)")
    }
  }

  /// Takes a teacher's image tower, and its logit scale.
  func adopt(_ teacher: TeacherModel) throws {
    do { try adoptImageTower(teacher.tower.parameters.arrays) } catch {
      throw CommandError("objective.teacher: the image tower of \(teacher.path) does not fit: \(error)")
    }
  }

  /// Whether images have a tower apart.
  private var hasImageTower: Bool { tower.parameters.parameters.contains { $0.name.hasPrefix("image/") } }

  /// Takes the parameters of an image tower, which a model with one tower for all calls its encoder. A text tower that begins as a
  /// clone does so after it.
  private func adoptImageTower(_ arrays: [ArrayEntry]) throws {
    let saved = Dictionary(arrays.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
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
