import Console
import Corpora
import Evaluation
import Recipes
import Tensors

extension ClippoEval {
  /// What a report is called: the data's last name, or the run's.
  var title: String {
    let path = data?.string ?? folder?.string
    return path.flatMap { $0.split(separator: "/").last.map(String.init) } ?? "the run's own corpus"
  }

  /// The model and the pictures and captions that it is measured on.
  func retrieval() throws -> RetrievalRun {
    let model = try RunModel.load(chosenRun(), options: loading).model
    guard let data else {
      var recipe = model.recipe
      let corpus = try recipe.openCorpus(pool: model.workshop.pool)
      return try RetrievalRun(
        model, corpus: corpus, languages: languages?.elements ?? model.recipe.languages, leavingOut: [.train],
        unreadable: unreadable)
    }
    let content = try open(data, pool: model.workshop.pool)
    return try RetrievalRun(
      model, corpus: content.corpus(at: data.string), languages: languages?.elements, unreadable: unreadable)
  }

  func measureRecall() throws {
    let (report, written) = try retrieval().recall(
      convention, title: title, files: files?.string, showsQueries: out.contains { $0.string.hasSuffix(".html") })
    try publish(report)
    if let folder = files { StandardStream.error.writeLine("\(written.count) files in \(folder.string)") }
  }

  /// A source of pairs, whole unless people allow otherwise: what cannot be read would change the numbers.
  func open(_ path: FilePath, pool: ThreadPool) throws -> SourceContent {
    let content = try pairs.source(path.string).open(unreadableLimit: unreadable, pool: pool) {
      StandardStream.error.writeLine($0)
    }
    for problem in content.problems.first.prefix(5) { StandardStream.error.writeLine("left out: \(problem)") }
    return content
  }

  func findLeaks() throws {
    guard let data, let train else {
      throw UsageError("leaks needs --data, the test, and --train, where it is looked for")
    }
    let pool = try Workshop(threads: threads).pool
    let line = ProgressLine(label: "reading", unit: "pictures")
    defer { line.finish() }
    let run = LeakRun(pool: pool, distance: distance) { _, done, total in line.update(completed: done, of: total) }
    let report = try run.run(
      test: open(data, pool: pool), named: data.string, training: open(train, pool: pool), named: train.string)
    line.finish()
    try publish(report)
  }
}
