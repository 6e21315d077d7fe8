import Corpora
import Evaluation
import Runtime

/// Measures a model on the splits of its corpus.
struct RunEvaluator {
  let model: RunModel
  let sets: [EvaluationSet]
  /// Images that are in no set because they cannot be read.
  let skipped: SkippedRecords
  /// What is asked, however many of the queries: reports say it beside every recall.
  let corpus: CorpusVersion

  /// Draws every query once.
  ///
  /// - Parameters:
  ///   - languages: nil asks in those of the training.
  ///   - unreadable: share of the images that may be skipped because they cannot be read, 0…1; nil takes the recipe's.
  ///   - needsImages: whether images are read; without them texts alone can be asked.
  ///
  /// Throws when more images cannot be read or a query cannot be drawn.
  init(
    _ model: RunModel, corpus: Corpus, languages: [String]? = nil, leavingOut left: [CorpusSplit] = [.train],
    unreadable: Double? = nil, needsImages: Bool = true
  ) throws {
    self.model = model
    let splits = corpus.counts.splits.filter { !left.contains($0) }
    (sets, skipped) = try EvaluationSet.make(
      from: corpus, splits: splits, languages: languages ?? model.recipe.languages,
      photo: needsImages ? model.recipe.photoPreparation : nil, unreadable: unreadable ?? model.recipe.unreadable,
      pool: model.compute.pool, makeReader: model.readers.make)
    self.corpus = CorpusVersion(of: corpus, asking: sets)
  }

  /// Recall of every split and language while training goes on: of so many queries a set as the recipe says.
  func recall() throws -> RecallTable {
    let limit = model.recipe.training.evaluateQueries
    var table = try RecallTable(of: limit > 0 ? sets.map { $0.asking(atMost: limit) } : sets, embedder: model.embedder)
    table.corpus = corpus
    return table
  }

  /// Recall of every split and language as a protocol counts it.
  func recall(_ retrievalProtocol: RetrievalProtocol) throws -> RecallTable {
    let queried = retrievalProtocol.captionsOfImage.map { count in sets.map { $0.asking(ofEachImage: count) } } ?? sets
    return RecallTable(
      rows: try zip(queried, model.embedder.tasks(of: queried)).map { set, task in
        let recall = try task.recall(retrievalProtocol)
        return RecallRow(
          split: set.split.rawValue, language: set.language, textToImage: recall.textToImage,
          imageToText: recall.imageToText)
      }, corpus: corpus)
  }

  /// A set with what the model makes of it.
  struct Measured {
    let set: EvaluationSet
    let task: RetrievalTask
    let ranks: (textToImage: RetrievalRanks, imageToText: RetrievalRanks)
  }

  /// Every set with its embeddings and ranks.
  func measure() throws -> [Measured] { try measure(sets) }

  /// The same of these sets.
  func measure(_ sets: [EvaluationSet]) throws -> [Measured] {
    try zip(sets, model.embedder.tasks(of: sets)).map { set, task in
      Measured(set: set, task: task, ranks: try task.ranks())
    }
  }

  /// Recall with 95 % intervals around every number.
  func recall(of measured: [Measured]) -> RecallTable {
    var generator = SeededGenerator(seed: UInt64(model.recipe.seed), stream: 0x626f_6f74)
    return RecallTable(
      rows: measured.map { measured in
        RecallRow(
          split: measured.set.split.rawValue, language: measured.set.language, ranks: measured.ranks,
          interval: RecallInterval(), using: &generator)
      }, corpus: corpus)
  }
}
