import Evaluation

/// What the models are and cost, and what was tried before their training.
struct ComparedCosts {
  let comparison: Comparison

  var html: HTML {
    let table = SortableTable(
      label: "What the models are and cost", columns: [.text("")] + comparison.models.map { .number($0.name) },
      rows: [[.text("what it is")] + comparison.models.map { .text($0.about) }]
        + comparison.facts.map { fact in [.text(fact.name)] + fact.values.map { .text($0) } })
    return "<section><h2>What they are and cost</h2>\n\(table.html)\(tuning)</section>\n"
  }

  private var tuning: HTML {
    guard !comparison.tuning.isEmpty else { return "" }
    let table = SortableTable(
      label: "What was tried before", columns: [.text("model"), .text("setting"), .number("mean recall"), .text("")],
      rows: comparison.tuning.flatMap { model in
        model.trials.map { trial in
          [
            .text(model.model), .text(trial.setting), .number(trial.meanRecall, places: 2),
            .text(model.verdict(on: trial)),
          ]
        }
      })
    return """
      <h3>Tried before</h3>
      <p class="lead">Short runs of every model with every setting; each model was then trained with the one that reached the \
      highest mean recall: R@1, R@5 and R@10 of both directions, over splits and languages.</p>
      \(table.html)
      """
  }
}
