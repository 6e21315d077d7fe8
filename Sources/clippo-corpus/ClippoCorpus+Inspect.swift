import Application
import Console
import Corpora
import Files
import Recipes
import Reports
import Runtime

extension ClippoCorpus {
  /// Reads all of a source and says what is in it; a built emoji corpus counts as one.
  func inspect() throws {
    let pool = try ThreadPool(threads: threads)
    let recipe = try recipe()
    let renderers = try CaptionRenderers(recipe)
    let content = try listingUnreadable { try inspectedContent(pool: pool) }
    let inspection = try listingProblems { report in
      let display = InspectionDisplay()
      defer { display.finish() }
      return try CorpusInspection(
        of: content.stores, skipped: content.skipped, absent: content.absent, options: inspectionOptions(recipe),
        pool: pool, makeRenderer: renderers.make, report: report, progress: display.update)
    }
    StandardStream.output.writeLine(InspectionText.text(of: inspection))
    guard let out else { return }
    try InspectionPage(inspection, title: title, columns: recipe.page.columns, recipe: recipe.name).write(
      to: out.string)
    StandardStream.error.writeLine("written to \(out)")
  }

  /// What a page calls the source.
  var title: String { folder.map { $0.string.split(separator: "/").last.map(String.init) ?? $0.string } ?? "" }

  private func inspectionOptions(_ recipe: Recipe) -> InspectionOptions {
    var options = InspectionOptions()
    options.photo = recipe.photoPreparation
    options.decodes = decode
    options.sample = sample ?? 1_000
    options.shownPictures = out == nil ? 0 : shownPairs
    options.seed = seed
    return options
  }

  /// How pictures and captions are seen: as the recipe says, or else as by default with the page's size of the options.
  func recipe() throws -> Recipe {
    var recipe = try Recipe.load(file: config?.string)
    if config == nil { (recipe.page.rows, recipe.page.columns) = (rows, columns) }
    return recipe
  }

  private typealias Inspected = (stores: [any RecordStore], skipped: SkippedParts, absent: Int)

  private func inspectedContent(pool: ThreadPool) throws -> Inspected {
    let source = try source()
    if try isEmoji(source) { return (try Corpus.open(source.path).parts.map(\.store), SkippedParts(), 0) }
    // Whatever can be read is looked at, however little that is.
    let content = try open(source, unreadableLimit: 1, pool: pool)
    return ([content.store], content.problems, content.absent)
  }

  /// Where nothing can be read, the file that `--problems` names says why all the same.
  private func listingUnreadable<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as CorpusError {
      guard let problems, !error.problems.isEmpty else { throw error }
      let lines = error.problems.first.map { problem in
        InspectionProblem(.record, origin: "\(problem.origin)", reason: problem.reason, lost: problem.lost)
          .json.compactText + "\n"
      }
      try AtomicFile.write(lines.joined(), to: problems.string)
      StandardStream.error.writeLine("problems are listed in \(problems)")
      throw error
    }
  }

  /// Gives `body` what it should tell every problem: a line of the file that `--problems` names.
  private func listingProblems<Result>(
    _ body: ((InspectionProblem) throws -> Void) throws -> Result
  ) throws -> Result {
    guard let problems else { return try body { _ in } }
    var result: Result?
    try AtomicFile.write(to: problems.string) { file in
      result = try body { try file.write(Array(($0.json.compactText + "\n").utf8)) }
    }
    StandardStream.error.writeLine("problems are listed in \(problems)")
    guard let result else { throw CommandError("\(problems): the list was not written") }
    return result
  }
}

/// A progress line for each stage.
private final class InspectionDisplay {
  private var stage: CorpusInspection.Stage?
  private var line: ProgressLine?

  func update(_ stage: CorpusInspection.Stage, done: Int, of total: Int) {
    if self.stage != stage {
      finish()
      self.stage = stage
      line =
        stage == .reading
        ? ProgressLine(label: "reading", unit: "pictures") : ProgressLine(label: "drawing", unit: "captions")
    }
    line?.update(completed: done, of: total)
  }

  func finish() { line?.finish() }
}
