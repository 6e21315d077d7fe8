import Console

@main
struct ClippoEval: CommandSuite {
  static let name = "clippo-eval"
  static let summary = "Measures a model: retrieval, zero-shot classification, probes, calibration, contamination."
  static let examples = [
    CommandExample("clippo-eval", "retrieval of the newest run on its own corpus"),
    CommandExample("clippo-eval retrieval --data xm3600 --out xm3600.html", "of any other data, as a page"),
    CommandExample("clippo-eval zeroshot --help", "the options of one subcommand"),
  ]
  static var subcommands: [any Command.Type] {
    [
      RetrievalCommand.self, PredictCommand.self, ZeroShotCommand.self, ProbeCommand.self, BitextCommand.self,
      TextClassificationCommand.self, VQACommand.self, DiagnoseCommand.self, RobustnessCommand.self,
      ContaminationCommand.self, NoiseCommand.self, GoldenCommand.self,
    ]
  }
  static var defaultSubcommand: (any Command.Type)? { RetrievalCommand.self }
  static let renamedSubcommands = [
    "recall": "retrieval", "classify": "zeroshot", "texts": "bitext", "sentences": "text-classification",
    "questions": "vqa", "leaks": "contamination",
  ]
  static let replacedOptions = ["golden": "clippo-eval golden FILE compares with recorded arrays"]
}
