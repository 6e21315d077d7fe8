/// One set as every run of every model was asked it.
struct AlignedSets {
  typealias SetRanks = ComparedModel.SetRanks

  /// By model and run.
  let sets: [[SetRanks]]
  /// Any of them: what was asked is the same.
  let known: SetRanks

  /// The sets of all models, in the order of the first model's first run.
  ///
  /// Throws `EvaluationError` where models were asked other queries.
  static func all(of models: [ComparedModel], _ sets: KeyPath<ComparedModel.Run, [SetRanks]>) throws -> [AlignedSets] {
    try (models.first?.runs.first?[keyPath: sets] ?? []).enumerated().map { place, known in
      AlignedSets(
        sets: try models.map { model in
          try model.runs.map { run in
            let own = run[keyPath: sets]
            guard own.indices.contains(place), own[place].isAsking(as: known) else {
              throw EvaluationError(
                "\(model.name) was not asked what \(models[0].name) was asked of \(known.split) in \(known.language).")
            }
            return own[place]
          }
        }, known: known)
    }
  }

  /// Both directions.
  func rows(using generator: inout some RandomNumberGenerator) throws -> [Comparison.Row] {
    try Comparison.Direction.allCases.map { direction in
      let recall = RetrievalRecall(known.ranks(direction))
      return Comparison.Row(
        split: known.split, group: known.language, direction: direction, queries: recall.queries,
        gallery: recall.gallery, chance: recall.chance,
        cells: try ComparedRecall.all(ranks { $0.ranks(direction).ranks }, using: &generator))
    }
  }

  /// Something of every run.
  func ranks(_ ranks: (SetRanks) -> [TiedRank]) -> [[[TiedRank]]] { sets.map { $0.map(ranks) } }
}

extension ComparedModel.SetRanks {
  func ranks(_ direction: Comparison.Direction) -> RetrievalRanks {
    direction == .textToImage ? textToImage : imageToText
  }

  fileprivate func isAsking(as other: ComparedModel.SetRanks) -> Bool {
    split == other.split && language == other.language && queries == other.queries
  }
}
