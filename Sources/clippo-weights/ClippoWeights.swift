import Console

@main
struct ClippoWeights: CommandSuite {
  static let name = "clippo-weights"
  static let summary = "Takes over released weights as a run, and writes a run's weights for other programs."
  static let examples = [
    CommandExample("clippo-weights info clippo_b16_yfcc100m.npz", "what a file of weights holds"),
    CommandExample(
      "clippo-weights import clippo_b16_yfcc100m.npz --out runs/clippo-b16",
      "CLIPPO's weights as a run for every command"),
    CommandExample("clippo-weights export runs/emoji-zh --out weights", "safetensors, JSON and an example"),
  ]
  static var subcommands: [any Command.Type] { [InfoCommand.self, ImportCommand.self, ExportCommand.self] }
}
