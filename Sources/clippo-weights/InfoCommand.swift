import Console
import Pretrained

/// Lists the arrays of a file.
struct InfoCommand: Command {
  static let name = "info"
  static let summary = "What a file of weights holds: names, shapes, types."
  static let examples = [CommandExample("clippo-weights info clippo_b16_yfcc100m.npz", "CLIPPO's release")]

  @Argument("file of weights (.npz or .safetensors), or a folder with one") var file: FilePath = ""

  func run() throws { try StandardStream.output.writeLine(WeightListing(file: file.string).text()) }
}
