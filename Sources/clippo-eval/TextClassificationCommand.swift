import Application
import Console
import Corpora

/// Classes of texts by a linear head.
struct TextClassificationCommand: Command {
  static let name = "text-classification"
  static let summary = "Classes of texts, or of pairs of texts, by a linear head on their embeddings."
  static let examples = [
    CommandExample(
      "clippo-eval text-classification --data MRPC/test.tsv --train MRPC/train.tsv", "whether sentences mean the same")
  ]

  @Option("test: a table with texts and a label", required: true) var data: FilePath = ""
  @Option("table that the head is fitted to", required: true) var train: FilePath = ""
  @Option("one or two columns with the texts; guessed from usual names by default")
  var textColumns: CommaSeparated<String>?
  @Option("column with the label; guessed from usual names by default") var labelColumn: String?
  @Option("how two texts make one row: both embedded and compared, or drawn together on a page")
  var joining = SentenceRun.Joining.compared
  @Option("penalty of the head's weights; chosen by a fifth of the examples by default", in: 0...1e6)
  var penalty: Double?
  var trained = RunOptions()
  var texts = TextLanguageOption()
  var report = ReportOptions()

  func validate() throws {
    try report.validate()
    try texts.validate()
  }

  func run() throws {
    let columns = LabeledTexts.Columns(texts: textColumns?.elements, label: labelColumn)
    let (training, test) = (
      try LabeledTexts.open(train.string, columns: columns), try LabeledTexts.open(data.string, columns: columns)
    )
    var classifying = SentenceRun()
    (classifying.joining, classifying.penalty) = (joining, penalty)
    let model = try trained.model()
    classifying.language = texts.chosen(model)
    try report.publish(
      UnreadableOption().embedding(model, unit: "texts") {
        try classifying.run($0, training: training, test: test, title: trained.title(data))
      })
  }
}
