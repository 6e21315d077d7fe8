import Application
import Console
import Corpora
import Evaluation
import Runtime

extension ClippoEval {
  /// What a report is called: the data's last name, or the run's.
  var title: String {
    let path = data?.string ?? folder?.string
    return path.flatMap { $0.split(separator: "/").last.map(String.init) } ?? "the run's own corpus"
  }

  /// The model and the pictures and captions that it is measured on.
  ///
  /// - Parameter needsPictures: whether pictures are read.
  func retrieval(needsPictures: Bool = true) throws -> RetrievalRun {
    let model = try RunModel.load(chosenRun(), options: loading).model
    guard let data else {
      var recipe = model.recipe
      let corpus = try recipe.openCorpus(pool: model.workshop.pool)
      return try RetrievalRun(
        model, corpus: corpus, languages: languages?.elements ?? model.recipe.languages, leavingOut: [.train],
        unreadable: unreadable, needsPictures: needsPictures)
    }
    let content = try open(data, pool: model.workshop.pool)
    return try RetrievalRun(
      model, corpus: content.corpus(at: data.string), languages: languages?.elements, unreadable: unreadable,
      needsPictures: needsPictures)
  }

  /// The one language of what is read.
  ///
  /// Throws where several were named: the texts have no languages of their own.
  func language(of action: String, _ model: RunModel) throws -> String {
    let named = languages?.elements ?? [model.recipe.languages[0]]
    guard named.count == 1, named != ["all"] else {
      throw UsageError("\(action) reads texts of one language; name it with --lang, and measure others one by one")
    }
    return named[0]
  }

  func measureRecall() throws {
    let (report, written) = try retrieval().recall(
      convention, title: title, files: files?.string, showsQueries: out.contains { $0.string.hasSuffix(".html") })
    try publish(report)
    if let folder = files { StandardStream.error.writeLine("\(written.count) files in \(folder.string)") }
  }

  /// What the queries of a test find whose right answers are not known.
  func predict() throws {
    guard let data, let queries, let predictions else {
      throw UsageError(
        "predict needs --data, the pictures, --queries, the texts, and --predictions, the file for what is found")
    }
    let texts = try TextQueries.open(queries.string, unreadable: unreadable)
    let model = try RunModel.load(chosenRun(), options: loading).model
    let gallery = try open(data, needsCaptions: false, pool: model.workshop.pool)
    let line = ProgressLine(label: "embedding", unit: "pictures")
    defer { line.finish() }
    let embedding = ModelEmbedding(model, unreadable: unreadable) { what, done, total in
      if what == "pictures" { line.update(completed: done, of: total) }
    }
    let run = PredictionRun(embedding, language: try language(of: "predict", model))
    let sentences = try run.run(texts, gallery: gallery, to: predictions.string)
    line.finish()
    sentences.forEach(StandardStream.output.writeLine)
  }

  /// A source of pairs, whole unless people allow otherwise: what cannot be read would change the numbers.
  func open(_ path: FilePath, needsCaptions: Bool = true, pool: ThreadPool) throws -> SourceContent {
    try open(pairs.source(path.string), needsCaptions: needsCaptions, pool: pool)
  }

  private func open(_ source: CorpusSource, needsCaptions: Bool = true, pool: ThreadPool) throws -> SourceContent {
    let content = try source.open(unreadableLimit: unreadable, needsCaptions: needsCaptions, pool: pool) {
      StandardStream.error.writeLine($0)
    }
    for line in content.problems.lines(atMost: 5) { StandardStream.error.writeLine(line) }
    return content
  }

  func findLeaks() throws {
    guard let data, let train else {
      throw UsageError("leaks needs --data, the test, and --train, where it is looked for")
    }
    let pool = try Workshop(threads: threads).pool
    let line = ProgressLine(label: "reading", unit: "pictures")
    defer { line.finish() }
    let test = LeakRun.Side(try open(data, pool: pool), named: data.string)
    let training = LeakRun.Side(try openTraining(train, pool: pool), named: train.string)
    let run = LeakRun(pool: pool, distance: distance) { line.update(completed: $0, of: $1) }
    let (report, leaks) = try run.run(test: test, training: training)
    line.finish()
    try publish(report)
    try LeakRun.require(leaks, unreadable: unreadable, test: test, training: training)
  }

  private func openTraining(_ path: FilePath, pool: ThreadPool) throws -> SourceContent {
    do { return try open(trainingSource(path), pool: pool) } catch let error as CorpusError where trainPairs.isGiven {
      throw CorpusError(
        "\(error.description) (the training is read by the --train-… options alone as soon as one is given: --train-language "
          + "takes the place of --language there, and so on)", problems: error.problems)
    }
  }

  /// How the training's files are read: as its own options say where any is given, else as those of --data, but for the split.
  private func trainingSource(_ path: FilePath) throws -> CorpusSource {
    var source = try (trainPairs.isGiven ? trainPairs : pairs).source(path.string)
    if !trainPairs.isGiven { source.split = nil }
    return source
  }
}
