import Console
import Corpora
import Files
import JSON
import Models
import Recipes
import Schema
import Tensors
import Training

/// The finished model that a run learns from.
struct TeacherModel {
  /// As the objective names it.
  let path: String
  let recipe: Recipe
  let readers: CaptionReaders
  let tower: any Tower
  /// What a checkpoint keeps, so that a run that goes on notices another teacher.
  let identity: JSONValue

  /// Reads a teacher's weights. Throws a sentence where there are none, they are damaged, or they were trained with another tokenizer.
  init(_ path: String, in compute: ComputeContext) throws {
    do {
      let folder = RunFolder(path: path)
      let file = try folder.modelCheckpoint()
      let checkpoint = try Checkpoint.readModel(file)
      let recipe = try Recipe.resolve(checkpoint.recipe, source: file)
      let model = try RunModel(recipe, readers: CaptionReaders(recipe, in: folder), in: compute)
      try model.readers.require(checkpoint)
      try model.tower.parameters.restore(checkpoint.parameters)
      self.path = path
      self.recipe = recipe
      readers = model.readers
      tower = model.tower
      identity = [
        "run": .string(path), "weights": .string(Checksum.text(try Checksum.of(checkpoint.parameters))),
      ]
    } catch {
      throw CommandError("objective.teacher: \(error)")
    }
  }

  /// Throws where a run was begun with another teacher's weights; the folder may have moved.
  func require(_ saved: JSONValue) throws {
    guard saved["weights"] == identity["weights"] else {
      throw CommandError(
        "objective.teacher: the weights in \(path) are not those that the run was begun with; put them back, or begin anew"
      )
    }
  }
}

extension Checksum {
  /// Of the bytes of all arrays, one after another.
  fileprivate static func of(_ arrays: [ArrayEntry]) throws -> UInt64 {
    let each = try arrays.map { array in "\(array.name) \(try array.withBytes { of($0) })" }
    return of(each.joined(separator: "\n"))
  }
}

extension Recipe {
  /// The recipe with the teacher's image tower, its images and the length of its embeddings, which a student stands in front of;
  /// as it is where there is no teacher.
  ///
  /// - Parameter report: told what was taken.
  ///
  /// Throws a sentence where there is no such teacher, or the rest of the recipe does not go with it.
  func adoptingTeacher(report: (String) -> Void = { _ in }) throws -> Recipe {
    guard let path = objective.requirements.teacher else { return self }
    let teacher: Recipe
    do {
      let file = try RunFolder(path: path).modelCheckpoint()
      teacher = try Recipe.resolve(Checkpoint.readModel(file).recipe, source: file)
    } catch {
      throw CommandError("objective.teacher: \(error)")
    }
    guard teacher.model.tower == .twin else {
      throw CommandError(
        "objective.teacher: the model in \(path) is of the kind \(teacher.model.tower.rawValue); a student of pages learns from "
          + "one with a tower for images and one for tokens (twin)")
    }
    var adopted = self
    let theirs = teacher.model
    adopted.model.variant = theirs.variant
    (adopted.model.width, adopted.model.depth) = (theirs.width, theirs.depth)
    (adopted.model.heads, adopted.model.mlp) = (theirs.heads, theirs.mlp)
    (adopted.model.patch, adopted.model.pooling) = (theirs.patch, theirs.pooling)
    (adopted.model.architecture, adopted.model.gelu) = (theirs.architecture, theirs.gelu)
    (adopted.model.gridRows, adopted.model.gridColumns) = (theirs.gridRows, theirs.gridColumns)
    adopted.model.embedding = theirs.embedding
    (adopted.image.imageSize, adopted.image.fit) = (teacher.image.imageSize, teacher.image.fit)
    (adopted.image.filter, adopted.image.dropRemainder) = (teacher.image.filter, teacher.image.dropRemainder)
    try adopted.validate(at: RecipePath.root)
    if adopted != self {
      report("the image tower, the size of images and the length of embeddings are those of the teacher in \(path)")
    }
    return adopted
  }
}
