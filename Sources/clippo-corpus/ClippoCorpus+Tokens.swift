import Application
import Console
import Corpora
import Evaluation
import Files
import Reports
import Runtime

extension ClippoCorpus {
  /// Counts how many patches or tokens captions take, language by language, as pixels and for each tokenizer.
  func countTokens() throws {
    let write = try lengthWriter()
    let sample = sample ?? 10_000
    guard sample > 0 else { throw UsageError("tokens needs a --sample of at least one caption") }
    let counted = try CountedTokenizer.named(
      tokenizers.isEmpty ? CountedTokenizer.usual : tokenizers, vocabulary: vocabulary)
    var recipe = try recipe()
    if let context { recipe.model.text.context = context }
    let source = try source()
    let pool = try ThreadPool(threads: threads)
    let corpus = try countedCorpus(source, pool: pool)
    let survey = LengthSurvey(
      corpus, title: title, languages: try chosenLanguages(of: corpus), recipe: recipe, tokenizers: counted)
    let line = ProgressLine(label: "counting", unit: "captions")
    defer { line.finish() }
    let report = try survey.run(sample: sample, pool: pool, report: StandardStream.error.writeLine) { done, total in
      line.update(completed: done, of: total)
    }
    line.finish()
    StandardStream.output.writeLine(report.text())
    try write(report)
  }

  /// Whatever can be read is counted, however little that is.
  private func countedCorpus(_ source: CorpusSource, pool: ThreadPool) throws -> Corpus {
    if try isEmoji(source) { return try Corpus.open(source.path) }
    let content = try open(source, unreadableLimit: 1, pool: pool)
    for line in content.problems.lines(atMost: 5) { StandardStream.error.writeLine(line) }
    return content.corpus(at: source.path)
  }

  /// What becomes of the report besides being printed, known before anything is counted.
  private func lengthWriter() throws -> (LengthReport) throws -> Void {
    guard let out else { return { _ in } }
    let path = out.string
    let write: (LengthReport) throws -> Void
    if path.hasSuffix(".html") {
      write = { try LengthPage($0).write(to: path) }
    } else if path.hasSuffix(".json") {
      write = { try AtomicFile.write($0.json.prettyText, to: path) }
    } else {
      throw UsageError("--out \(path): tokens writes a page or a list for programs; end the name in .html or .json")
    }
    return { report in
      try write(report)
      StandardStream.error.writeLine("written to \(path)")
    }
  }
}
