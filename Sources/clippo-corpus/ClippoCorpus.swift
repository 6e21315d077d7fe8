import Console

@main
struct ClippoCorpus: CommandSuite {
  static let name = "clippo-corpus"
  static let summary = "Builds the emoji corpus; inspects, counts and converts yours."
  static let examples = [
    CommandExample("clippo-corpus emoji --lang zh,en --out my-emoji", "build the emoji corpus in two languages"),
    CommandExample("clippo-corpus inspect captions.jsonl --out look.html", "look at images and captions of any format"),
    CommandExample("clippo-corpus convert --help", "the options of one subcommand"),
  ]
  static var subcommands: [any Command.Type] {
    [
      EmojiCommand.self, LanguagesCommand.self, InfoCommand.self, AuditCommand.self, SheetCommand.self,
      InspectCommand.self, TokensCommand.self, ConvertCommand.self, FilterCommand.self,
      RewriteCommand.self, WordsCommand.self,
    ]
  }
}
