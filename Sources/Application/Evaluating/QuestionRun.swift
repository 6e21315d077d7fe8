import Recipes
import Console
import Corpora
import Evaluation
import Images
import Reports

/// Answers questions on images by a linear head on one embedding of both: the question is drawn above the photo, on one grid of
/// patches, as CLIPPO does for VQA.
public struct QuestionRun {
  public var language = "en"
  /// The most frequent answers of the training that can be given; others are always wrong.
  public var answers = 1_000
  public var penalty: Double?

  private static let chunk = 512

  public init() {}

  public func run(
    _ embedding: ModelEmbedding, training: ImageQuestions, test: ImageQuestions, title: String
  ) throws -> MeasureReport {
    let counts = training.rows.reduce(into: [String: Int]()) { $0[$1.answer, default: 0] += 1 }
    let known = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(max(1, answers)).map(\.key)
    let numbers = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($0.element, $0.offset) })
    let examples = training.rows.filter { numbers[$0.answer] != nil }
    let learned = try embed(examples, embedding)
    let train = try LabeledFeatures(
      learned.table, labels: learned.kept.map { numbers[examples[$0].answer] ?? 0 }, classes: known.count)
    let probe = try LinearHead(penalty: penalty).fit(train)
    let queried = test.rows.filter { numbers[$0.answer] != nil }
    guard !queried.isEmpty else {
      throw CommandError(
        "\(test.path): none of its answers is among the \(known.count) most frequent of \(training.path)")
    }
    let seen = try embed(queried, embedding)
    let features = try LabeledFeatures(
      seen.table, labels: seen.kept.map { numbers[queried[$0].answer] ?? 0 }, classes: known.count)
    let result = try probe.result(on: features)
    // Questions whose image cannot be read are not counted; those whose answer is not known are wrong.
    let count = test.rows.count - seen.skipped.count
    let all = result.top1 * Double(seen.kept.count) / Double(count)
    let usual = test.rows.count { $0.answer == known[0] }
    var report = MeasureReport.classification(
      result, title: title, kind: "questions on images",
      about: "The question is drawn above the image and both are embedded at once; a linear head chooses among the "
        + "\(known.count) most frequent answers. Always “\(known[0])” would reach "
        + "\(NumberText.fixed(100 * Double(usual) / Double(test.rows.count), decimals: 1)) %.",
      names: Array(known))
    report.figures.insert(
      ReportFigure(
        label: "Right", value: "\(NumberText.fixed(all, decimals: 1)) %",
        note:
          "of all \(NumberText.thousands(count)) questions; the rest is of the \(NumberText.thousands(seen.kept.count)) whose answer can be given"
      ),
      at: 0)
    report.notes += [
      learned.skipped.sentence("Examples with images"), seen.skipped.sentence("Questions on images"),
    ].compactMap { $0 }
    return report
  }

  /// The rows whose images can be read, in order.
  private typealias Embedded = (table: EmbeddingTable, kept: [Int], skipped: SkippedRecords)

  private func embed(_ rows: [ImageQuestions.Row], _ embedding: ModelEmbedding) throws -> Embedded {
    let model = embedding.model
    guard model.readers.tokenizer == nil else {
      throw CommandError("questions are drawn above images; this model reads texts as tokens")
    }
    guard model.tower.sharesPatches else {
      throw CommandError(
        "questions are drawn above images; this model reads images and captions with a tower each, and neither reads both"
      )
    }
    let renderers = try (0..<model.compute.pool.threads).map { _ in try model.readers.renderers.make() }
    var skipped = SkippedRecords()
    var (values, kept) = ([Float](), [Int]())
    for start in stride(from: 0, to: rows.count, by: Self.chunk) {
      let part = start..<min(start + Self.chunk, rows.count)
      let outcomes = try model.compute.pool.map(part.count) { index, worker in
        try joined(rows[start + index], model.recipe, renderers[worker])
      }
      let accepted = try skipped.accept(outcomes, share: embedding.unreadable, of: rows.count)
      let read = zip(part, accepted).compactMap { row, patches in patches.map { (row, $0) } }
      values += try model.embedder.embed(
        read.map(\.1), as: .image, ids: read.map { rows[$0.0].question }
      ).values
      kept += read.map(\.0)
      embedding.report("images", part.upperBound, rows.count)
    }
    let width = model.recipe.model.embedding
    let table = try EmbeddingTable(ids: kept.map { rows[$0].question }, width: width, values: values)
    return (table, kept, skipped)
  }

  /// The question's patches, and below its last row the photo's, as large as the grid of positions leaves room for; a failure where
  /// the image cannot be read.
  private func joined(
    _ row: ImageQuestions.Row, _ recipe: Recipe, _ renderer: any PageDrawing
  ) throws -> Result<PatchSequence, SkippedRecord> {
    let page = try renderer.drawPage(for: row.question, language: language).patches
    let question = page.endingWithInk(on: UInt8(clamping: recipe.rendering.background))
    let taken = Int(question.rows.max().map { $0 + 1 } ?? 0)
    let (patch, room) = (recipe.model.patch, recipe.model.gridRows - taken)
    guard room > 0 else {
      throw CommandError("\(row.origin): the question fills the whole page and leaves no room for the image")
    }
    var preparation = recipe.photoPreparation
    preparation.side = min(preparation.side, min(room, recipe.model.gridColumns) * patch)
    preparation.fit = preparation.fit == .keep ? .pad : preparation.fit
    let photo: PatchSequence
    do throws(SkippedRecord) {
      photo = try preparation.evaluationPatches(of: row.image, origin: row.origin)
    } catch { return .failure(error) }
    var joined = question
    joined.rows += photo.rows.map { $0 + UInt16(taken) }
    joined.columns += photo.columns
    joined.pixels += photo.pixels
    return .success(joined)
  }
}

extension PatchSequence {
  /// The rows up to the last one that holds anything but the background: pages that keep blank patches have all of them.
  fileprivate func endingWithInk(on background: UInt8) -> PatchSequence {
    let inked = (0..<count).filter { patch in
      pixels[patch * patchWidth..<(patch + 1) * patchWidth].contains { $0 != background }
    }
    guard let last = inked.map({ rows[$0] }).max(), rows.contains(where: { $0 > last }) else { return self }
    var kept = PatchSequence(patchSize: patchSize)
    for patch in 0..<count where rows[patch] <= last {
      kept.rows.append(rows[patch])
      kept.columns.append(columns[patch])
      kept.pixels += pixels[patch * patchWidth..<(patch + 1) * patchWidth]
    }
    return kept
  }
}
