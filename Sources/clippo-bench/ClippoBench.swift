import Console

@main
struct ClippoBench: CommandSuite {
  static let name = "clippo-bench"
  static let summary =
    "Times training steps, the text renderer, the loader or searches, alone or against another program in the same minutes."
  static let examples = [
    CommandExample("clippo-bench", "every training case, ours alone"),
    CommandExample("clippo-bench train --peer 'python3 torch_clippo.py'", "against PyTorch, taking turns"),
    CommandExample("clippo-bench render --help", "the options of one subcommand"),
  ]
  static var subcommands: [any Command.Type] {
    [
      TrainCommand.self, CaseCommand.self, RenderCommand.self, LoaderCommand.self, SearchCommand.self,
      LateInteractionCommand.self, CurvesCommand.self, LevelsCommand.self,
    ]
  }
  static var defaultSubcommand: (any Command.Type)? { TrainCommand.self }
}
