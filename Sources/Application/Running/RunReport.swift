import Recipes
import Console
import Corpora
import Evaluation
import Reports
import TextRendering
import Training

/// Fills the report of a run.
struct RunReport {
  let results: RunResults
  let summary: RunSummary

  private var recipe: Recipe { results.model.recipe }

  func content() throws -> ReportContent {
    let history = try RunHistory(results.folder, upTo: results.state.step)
    var content = ReportContent(
      title: results.folder.name,
      summary: "\(recipe.model.tower.sentence), trained on the \(results.corpus.kind) corpus in "
        + "\(recipe.languages.joined(separator: ", ")).")
    content.figures = figures
    content.training = history.training
    content.progress = history.progress
    content.recall = results.recall
    content.losses = Self.losses(results.state.truncation)
    content.facts = facts
    content.recipe = recipe.json.prettyText
    (content.galleries, content.worstMisses) = try QueryGallery(recipe: recipe).galleries(of: results.measured)
    return content
  }

  private var figures: [ReportFigure] {
    let recalls = results.recall.rows.map(\.split).distinct.prefix(2).map { split in
      let rows = results.recall.comparableRows(of: split)
      func mean(_ value: (RetrievalRecall) -> Double) -> String {
        NumberText.fixed(rows.reduce(0) { $0 + value($1.textToImage) } / Double(rows.count), decimals: 1) + " %"
      }
      return ReportFigure(
        label: "R@1, \(split), \(rows.count == 1 ? rows[0].language : "\(rows.count) languages")",
        value: mean { $0.percent[0] }, note: "text→image; chance \(mean { $0.chance[0] })")
    }
    return recalls + [
      ReportFigure(label: "Training", value: NumberText.duration(seconds: summary.trainSeconds), note: "minutes"),
      ReportFigure(
        label: "Speed", value: NumberText.fixed(summary.pairsPerSecond, decimals: 0), note: "pairs per second"),
    ]
  }

  private var facts: [ReportFact] {
    let corpus = results.corpus
    return [
      ReportFact(name: "Parameters", value: NumberText.thousands(summary.parameters)),
      ReportFact(name: "Steps", value: NumberText.thousands(summary.steps)),
      ReportFact(
        name: "Weights",
        value: summary.measuredStep == summary.steps
          ? "of the last step" : "of step \(NumberText.thousands(summary.measuredStep)), the best evaluation"),
      ReportFact(name: "Tokens per second", value: NumberText.thousands(Int(summary.tokensPerSecond))),
      ReportFact(name: "Peak memory", value: NumberText.bytes(summary.peakMemoryBytes)),
      ReportFact(name: "Precision", value: results.model.activation.rawValue),
      ReportFact(name: "Threads", value: "\(results.model.compute.pool.threads)"),
      ReportFact(
        name: "Corpus",
        value: results.recall.corpus?.sentence
          ?? "\(corpus.kind), \(NumberText.counted(corpus.recordCount, "image", "images"))"),
      captionFact,
    ]
  }

  private var captionFact: ReportFact {
    let readers = results.model.readers
    guard let tokenizer = readers.tokenizer else {
      return ReportFact(name: "Text libraries", value: readers.renderers.contract.libraries)
    }
    return ReportFact(
      name: "Tokenizer",
      value: "\(tokenizer.contract.kind.rawValue), \(NumberText.thousands(tokenizer.vocabularySize)) tokens")
  }

  static func losses(_ truncation: TextTruncation) -> [TextLoss] {
    let characters = truncation.missing.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(20)
    let examples = characters.map { scalar, count in
      "U+\(String(scalar, radix: 16, uppercase: true)) \(Unicode.Scalar(scalar).map(String.init) ?? ""), \(count) times"
    }
    let losses = [
      TextLoss(
        what: "Characters without a glyph", count: truncation.missing.values.reduce(0, +), examples: Array(examples)),
      TextLoss(what: "Characters cut off at a page's end", count: truncation.truncatedCharacters, examples: []),
      TextLoss(what: "Lines cut off at a page's end", count: truncation.truncatedLines, examples: []),
      TextLoss(what: "Bytes that were not UTF-8", count: truncation.replacedBytes, examples: []),
      TextLoss(what: "Tokens for text outside the vocabulary", count: truncation.unknownTokens, examples: []),
      TextLoss(what: "Tokens cut off at the context's end", count: truncation.truncatedTokens, examples: []),
    ]
    return losses.filter { $0.count > 0 }
  }
}
