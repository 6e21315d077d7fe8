import Application
import Console
import Corpora
import Reports

extension ClippoEval {
  func classify() throws {
    let pictures = try labelled(data, "classify")
    let model = try RunModel.load(chosenRun(), options: loading).model
    let choice = PromptChoice(names: classes?.string, templates: templates?.string, set: list)
    var (languages, leftOut) = (languages?.elements ?? [model.recipe.languages[0]], [String]())
    if languages == ["all"] { (languages, leftOut) = try choice.languages(for: pictures) }
    var report = try withProgress { embedding in
      try ZeroShotRun(
        embedding(model), pictures: pictures, choice: choice, languages: languages, convention: convention
      ).run(title: title, showsPictures: out.contains { $0.string.hasSuffix(".html") })
    }
    if !leftOut.isEmpty {
      report.notes.append(
        "There are not both names and templates in \(leftOut.count) languages: \(leftOut.joined(separator: ", ")).")
    }
    try publish(report)
  }

  func probe() throws {
    let test = try labelled(data, "probe")
    guard let train else { throw UsageError("probe needs --train, what examples are drawn from") }
    let training = try LabelledPictures.open(train.string)
    var run = ProbeRun()
    run.kinds = probes.elements
    run.usesAll = shots.elements.contains("all")
    run.shots = try shots.elements.filter { $0 != "all" }.map { word in
      guard let count = Int(word), count > 0 else {
        throw UsageError("--shots should be numbers from 1 on, or all, not “\(word)”")
      }
      return count
    }
    run.features = features
    run.draws = draws
    run.seed = seed
    run.ridgePenalty = ridge
    run.linearPenalty = penalty
    run.neighbours = neighbours
    let model = try RunModel.load(chosenRun(), options: loading).model
    try publish(withProgress { try run.run($0(model), training: training, test: test, title: title) })
  }

  private func labelled(_ path: FilePath?, _ what: String) throws -> LabelledPictures {
    guard let path else {
      throw UsageError("\(what) needs --data: a folder of classes, tar shards with .cls, CIFAR's files or JSON lines")
    }
    return try LabelledPictures.open(path.string, split: pairs.split)
  }

  /// Shows how many pictures or texts are embedded while `body` runs.
  func withProgress(
    _ unit: String = "pictures", _ body: (_ embedding: (RunModel) -> ModelEmbedding) throws -> MeasureReport
  ) throws -> MeasureReport {
    let line = ProgressLine(label: "embedding", unit: unit)
    defer { line.finish() }
    return try body { model in
      ModelEmbedding(model, unreadable: unreadable) { what, done, total in
        if what == unit { line.update(completed: done, of: total) }
      }
    }
  }
}
