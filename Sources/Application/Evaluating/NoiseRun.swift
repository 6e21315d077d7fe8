import Console
import Corpora
import Evaluation
import Images
import Objectives
import Reports
import Runtime
import Training

/// What a run's objective thinks of the records that it was trained on.
public struct NoiseRun {
  private let corpus: Corpus
  private let languages: [String]
  /// Most doubted first.
  private let judgments: [RecordJudgment]
  private let title: String

  /// - Parameter title: what the report is called.
  ///
  /// Throws a sentence where the run's objective judges no records, has not judged them yet, or learned from another corpus.
  public init(
    _ folder: RunFolder, options: LoadingOptions = LoadingOptions(), title: String, report: (String) -> Void = { _ in }
  ) throws {
    let (model, checkpoint) = try RunModel.load(folder, options: options)
    let objective = try PreparedObjective(model.recipe.objective, for: model.tower, backend: model.compute.backend)
    guard let judging = objective.objective.recordJudging else {
      throw CommandError(
        "\(folder.path): the objective \(model.recipe.objective.kindName) keeps nothing of the records that it learns from; train with "
          + "objective.kind=nlip")
    }
    try objective.restore(checkpoint.objective)
    let found = judging.judgments
    guard let sample = found.first else {
      throw CommandError("\(folder.path): nothing has been learned from any record yet; train more steps")
    }
    guard sample.noise != nil else {
      throw CommandError(
        "\(folder.path): no probabilities have been estimated yet, since the run is shorter than objective.warmUpSteps; train longer, or "
          + "set it lower")
    }
    var recipe = model.recipe
    corpus = try recipe.openCorpus(pool: model.compute.pool, report: report)
    try checkpoint.requireCorpus(
      CorpusFingerprint(of: corpus).json, override: "measure another run")
    languages = recipe.languages
    judgments = found.sorted {
      ($1.noise ?? 0, $1.loss, $0.record.part, $0.record.record) < (
        $0.noise ?? 0, $0.loss, $1.record.part, $1.record.record
      )
    }
    self.title = title
  }

  /// Counts and, where training had captions shuffled on purpose, how well these records are found.
  ///
  /// - Parameter shown: pairs that a page shows of the most doubted and of the most trusted.
  public func run(shown: Int) throws -> MeasureReport {
    let records = try judgments.map { try corpus.parts[$0.record.part].store.record($0.record.record) }
    let rows = zip(judgments, records).map { judgment, record in
      JudgedRecord(
        origin: "\(record.origin)",
        captions: record.captions.filter { $0.role != .keyword && languages.contains($0.language) }.map(\.text),
        noise: judgment.noise ?? 0, loss: judgment.loss,
        isShuffled: corpus.parts[judgment.record.part].shuffle?.moves(judgment.record.record))
    }
    var report = MeasureReport.noise(rows, title: title)
    guard shown > 0 else { return report }
    func images(_ places: some Sequence<Int>) throws -> [ClassifiedImage] {
      try places.map { place in
        let bytes = try records[place].image.bytes(limit: DecodingOptions().byteLimit)
        return try rows[place].shown(ImageFile.decode(bytes).image)
      }
    }
    report.images = [
      ClassifiedImages(
        title: "Most doubted", lead: "The pairs that are most probably noise, each with the probability.",
        items: try images(rows.indices.prefix(shown))),
      ClassifiedImages(
        title: "Most trusted", lead: "The pairs that are least probably noise.",
        items: try images(rows.indices.suffix(shown).reversed())),
    ]
    return report
  }
}
