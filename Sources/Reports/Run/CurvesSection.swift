import Evaluation

/// The charts of a run: loss, learning rate, and recall of every split.
struct CurvesSection {
  private let training: [TrainingPoint]
  private let progress: [RecallPoint]
  private let clock: [ChartSeries.Point]
  private let table: RecallTable

  init(_ content: ReportContent) {
    training = content.training
    progress = content.progress
    table = content.recall
    let training = content.training.map { ChartSeries.Point(x: Double($0.step), y: $0.seconds) }
    let progress = content.progress.map { ChartSeries.Point(x: Double($0.step), y: $0.seconds) }
    clock = training.count > 1 ? training : progress
  }

  var html: HTML {
    """
    <section><h2>Training</h2>
    <p class="lead">Over training steps, with the training time above each chart.</p>
    <div class="charts">
    \(splits.map(recallChart))\(lossChart)\(learningRateChart)</div></section>

    """
  }

  private var lossChart: HTML {
    let raw = series("every step logged", of: \.loss)
    let chart = LineChart(
      title: "Loss", unit: "",
      series: training.count > 20
        ? [raw.restyled(.faint), raw.smoothed(reach: max(2, training.count / 40), name: "smoothed")]
        : [raw.restyled(.solid, name: "loss")],
      clock: clock)
    return chart.figure()
  }

  private var learningRateChart: HTML {
    let series = series("learning rate", of: \.learningRate)
    return LineChart(title: "Learning rate", unit: "", series: [series], clock: clock).figure()
  }

  private func series(_ name: String, of value: KeyPath<TrainingPoint, Double>) -> ChartSeries {
    ChartSeries(
      name: name, points: training.map { ChartSeries.Point(x: Double($0.step), y: $0[keyPath: value]) })
  }

  /// Splits in the order in which they were first measured.
  private var splits: [String] {
    progress.reduce(into: []) { splits, point in
      if !splits.contains(point.split) { splits.append(point.split) }
    }
  }

  private func recallChart(_ split: String) -> HTML {
    let points = progress.filter { $0.split == split }
    let languages = points.reduce(into: [String]()) { languages, point in
      if !languages.contains(point.language) { languages.append(point.language) }
    }
    let series = languages.count == 1 ? depthSeries(points) : languageSeries(points, languages, of: split)
    let unit = languages.count == 1 ? "%" : "% R@1, text→image"
    return LineChart(title: "Recall, \(split)", unit: unit, series: series, clock: clock).figure()
  }

  /// One language: every depth, and the other direction.
  private func depthSeries(_ points: [RecallPoint]) -> [ChartSeries] {
    let depths = RetrievalRecall.depths.indices.map { place in
      let name = "R@\(RetrievalRecall.depths[place])"
      return recallSeries(name, points, color: place) { value(place, of: $0.textToImage) }
    }
    var back = recallSeries("R@1, image→text", points, color: 0) { value(0, of: $0.imageToText) }
    back.style = .dashed
    back.dotted = false
    return depths + [back]
  }

  /// Several languages: one line each while eight colors suffice, else the mean, the best and the worst before the rest.
  /// Languages that have too few images for a mean are among the rest.
  private func languageSeries(_ points: [RecallPoint], _ languages: [String], of split: String) -> [ChartSeries] {
    let each = languages.enumerated().map { place, language in
      recallSeries(language, points.filter { $0.language == language }, color: place % 8) {
        value(0, of: $0.textToImage)
      }
    }
    guard languages.count > 8 else { return each }
    let comparable = Set(table.comparableRows(of: split).map(\.language))
    let averaged = languages.filter { comparable.isEmpty || comparable.contains($0) }
    let order = each.filter { averaged.contains($0.name) }
      .sorted { ($0.finite.last?.y ?? 0) > ($1.finite.last?.y ?? 0) }
    let rest = (each.filter { !averaged.contains($0.name) } + order.dropFirst().dropLast()).map { series in
      var series = series.restyled(.faint)
      (series.color, series.listed) = (7, false)
      return series
    }
    let ends = [(order.first, "best", 2), (order.last, "worst", 1)].compactMap { series, word, color in
      series.map { series in
        var series = series.restyled(.solid, name: "\(word), \(series.name)")
        (series.color, series.dotted) = (color, false)
        return series
      }
    }
    let meant = points.filter { averaged.contains($0.language) }
    return rest + ends + [mean(of: meant, name: "mean of \(averaged.count) languages")]
  }

  private func mean(of points: [RecallPoint], name: String) -> ChartSeries {
    let steps = Dictionary(grouping: points, by: \.step).sorted { $0.key < $1.key }
    return ChartSeries(
      name: name,
      points: steps.map { step, points in
        let values = points.map { value(0, of: $0.textToImage) }
        return ChartSeries.Point(x: Double(step), y: values.reduce(0, +) / Double(values.count))
      })
  }

  private func recallSeries(
    _ name: String, _ points: [RecallPoint], color: Int, _ value: (RecallPoint) -> Double
  ) -> ChartSeries {
    ChartSeries(
      name: name, points: points.map { ChartSeries.Point(x: Double($0.step), y: value($0)) }, color: color,
      dotted: points.count <= 60)
  }

  private func value(_ place: Int, of percents: [Double]) -> Double {
    percents.indices.contains(place) ? percents[place] : .nan
  }
}

extension ChartSeries {
  /// The same line drawn in another style, perhaps under another name.
  fileprivate func restyled(_ style: Style, name: String? = nil) -> ChartSeries {
    var restyled = self
    restyled.style = style
    restyled.name = name ?? self.name
    restyled.dotted = style == .faint ? false : dotted
    return restyled
  }
}
