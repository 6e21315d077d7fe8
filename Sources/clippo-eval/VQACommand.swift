import Application
import Console
import Corpora

/// Questions on images by a linear head.
struct VQACommand: Command {
  static let name = "vqa"
  static let summary = "Visual question answering: questions drawn above images, answered by a linear head."
  static let examples = [
    CommandExample("clippo-eval vqa --data val.jsonl --train train.jsonl", "the thousand most frequent answers")
  ]

  @Option("test: JSON lines of images, questions and answers", required: true) var data: FilePath = ""
  @Option("JSON lines that the head is fitted to", required: true) var train: FilePath = ""
  @Option("answers that can be given, the most frequent ones", in: 1...100_000) var answers = 1_000
  @Option("penalty of the head's weights; chosen by a fifth of the examples by default", in: 0...1e6)
  var penalty: Double?
  var trained = RunOptions()
  var texts = TextLanguageOption()
  var unreadable = UnreadableOption()
  var report = ReportOptions()

  func validate() throws {
    try report.validate()
    try texts.validate()
  }

  func run() throws {
    let (training, test) = (try ImageQuestions.open(train.string), try ImageQuestions.open(data.string))
    var answering = QuestionRun()
    (answering.answers, answering.penalty) = (answers, penalty)
    let model = try trained.model()
    answering.language = texts.chosen(model)
    try report.publish(
      unreadable.embedding(model) {
        try answering.run($0, training: training, test: test, title: trained.title(data))
      })
  }
}
