import Files
import JSON
import Tensors

/// One checkpoint: a folder with `model.safetensors`, `optimizer.safetensors`, `objective.safetensors` where the objective has heads or
/// a memory, `teacher.safetensors` where a teacher averages the weights, and `state.json`.
public enum Checkpoint {
  /// A file of arrays.
  private struct Section {
    let file: String
    let arrays: WritableKeyPath<CheckpointContent, [ArrayEntry]> & Sendable
    /// Written even when it has no arrays.
    let isAlwaysThere: Bool
  }

  private static let model = Section(file: "model.safetensors", arrays: \.parameters, isAlwaysThere: true)
  private static let objective = Section(file: "objective.safetensors", arrays: \.objective, isAlwaysThere: false)
  private static let sections = [
    model, Section(file: "optimizer.safetensors", arrays: \.optimizer, isAlwaysThere: true), objective,
    Section(file: "teacher.safetensors", arrays: \.teacherWeights, isAlwaysThere: false),
  ]

  /// Writes the files into a folder that exists; on the disk when it returns.
  static func write(_ content: CheckpointContent, to folder: String, disk: Disk) throws {
    let written = sections.filter { $0.isAlwaysThere || !content[keyPath: $0.arrays].isEmpty }
    for section in written {
      try SafetensorsFile.write(
        content[keyPath: section.arrays], metadata: section.file == model.file ? ["step": "\(content.step)"] : [:],
        to: "\(folder)/\(section.file)", disk: disk)
    }
    let files = try written.map { try CheckpointState.File(name: $0.file, in: folder) }
    try AtomicFile.write(
      CheckpointState(content: content, files: files).text, to: "\(folder)/\(CheckpointState.fileName)", disk: disk)
  }

  /// Reads a checkpoint, every byte verified. Throws, naming the file, where something is missing or damaged.
  public static func read(_ folder: String) throws -> CheckpointContent { try read(folder, sections) }

  /// Reads a checkpoint without the state of optimizer and objective, which searching and evaluating do not need; those are
  /// empty.
  ///
  /// - Parameter withObjective: whether the objective's heads and memory are read too, which comparing token by token needs.
  public static func readModel(_ folder: String, withObjective: Bool = false) throws -> CheckpointContent {
    try read(folder, withObjective ? [model, objective] : [model])
  }

  private static func read(_ folder: String, _ sections: [Section]) throws -> CheckpointContent {
    do {
      let state = try CheckpointState(folder: folder)
      var content = state.content
      for section in sections {
        guard let expected = state.files.first(where: { $0.name == section.file }) else {
          guard section.isAlwaysThere else { continue }
          throw TrainingError("\(folder)/\(CheckpointState.fileName): 'files' does not list '\(section.file)'")
        }
        try verify(expected, in: folder)
        content[keyPath: section.arrays] = try SafetensorsFile(path: "\(folder)/\(section.file)").arrays()
      }
      return content
    } catch {
      throw TrainingError("cannot read the checkpoint: \(error). Take another checkpoint, or train anew")
    }
  }

  private static func verify(_ expected: CheckpointState.File, in folder: String) throws {
    let found = try CheckpointState.File(name: expected.name, in: folder)
    guard found.byteCount == expected.byteCount else {
      throw TrainingError(
        "\(folder)/\(expected.name) has \(found.byteCount) bytes where \(expected.byteCount) were saved; it is damaged")
    }
    guard found == expected else {
      throw TrainingError("\(folder)/\(expected.name): the checksum is wrong; it is damaged")
    }
  }
}
