import Files
import JSON
import Tensors

/// One checkpoint: a folder with `model.safetensors`, `optimizer.safetensors` and `state.json`.
public enum Checkpoint {
  private static let modelFile = "model.safetensors"
  private static let optimizerFile = "optimizer.safetensors"

  /// Writes the files into a folder that exists; on the disk when it returns.
  static func write(_ content: CheckpointContent, to folder: String, disk: Disk) throws {
    try SafetensorsFile.write(
      content.parameters, metadata: ["step": "\(content.step)"], to: "\(folder)/\(modelFile)", disk: disk)
    try SafetensorsFile.write(content.optimizer, to: "\(folder)/\(optimizerFile)", disk: disk)
    let files = try [modelFile, optimizerFile].map { try CheckpointState.File(name: $0, in: folder) }
    try AtomicFile.write(
      CheckpointState(content: content, files: files).text, to: "\(folder)/\(CheckpointState.fileName)", disk: disk)
  }

  /// Reads a checkpoint, every byte verified. Throws, naming the file, where something is missing or damaged.
  public static func read(_ folder: String) throws -> CheckpointContent {
    try read(folder, files: [modelFile, optimizerFile])
  }

  /// Reads a checkpoint without the optimizer's state, which searching and evaluating do not need; `optimizer` is empty.
  public static func readModel(_ folder: String) throws -> CheckpointContent {
    try read(folder, files: [modelFile])
  }

  private static func read(_ folder: String, files: [String]) throws -> CheckpointContent {
    do {
      let state = try CheckpointState(folder: folder)
      var content = state.content
      for name in files {
        guard let expected = state.files.first(where: { $0.name == name }) else {
          throw TrainingError("\(folder)/\(CheckpointState.fileName): 'files' does not list '\(name)'")
        }
        try verify(expected, in: folder)
        let arrays = try SafetensorsFile(path: "\(folder)/\(name)").arrays()
        if name == modelFile { content.parameters = arrays } else { content.optimizer = arrays }
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
