import Application
import Console
import Corpora

extension ClippoEval {
  /// Classes of texts by a linear head.
  func classifySentences() throws {
    guard let data, let train else {
      throw UsageError("sentences needs --data and --train, tables with texts and a label")
    }
    let columns = LabelledTexts.Columns(texts: textColumns?.elements, label: labelColumn)
    let (training, test) = (
      try LabelledTexts.open(train.string, columns: columns), try LabelledTexts.open(data.string, columns: columns)
    )
    var run = SentenceRun()
    run.joining = joining
    run.penalty = penalty
    let model = try RunModel.load(chosenRun(), options: loading).model
    run.language = try language(of: "sentences", model)
    try publish(withProgress("texts") { try run.run($0(model), training: training, test: test, title: title) })
  }

  /// Questions on pictures by a linear head.
  func answerQuestions() throws {
    guard let data, let train else {
      throw UsageError("questions needs --data and --train, JSON lines of pictures, questions and answers")
    }
    let (training, test) = (try PictureQuestions.open(train.string), try PictureQuestions.open(data.string))
    var run = QuestionRun()
    run.answers = answers
    run.penalty = penalty
    let model = try RunModel.load(chosenRun(), options: loading).model
    run.language = try language(of: "questions", model)
    try publish(withProgress { try run.run($0(model), training: training, test: test, title: title) })
  }
}
