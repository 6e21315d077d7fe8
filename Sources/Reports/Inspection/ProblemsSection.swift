import Corpora

/// What is wrong with a source, with examples; nothing where nothing is.
struct ProblemsSection {
  private let inspection: CorpusInspection

  init(_ inspection: CorpusInspection) { self.inspection = inspection }

  var html: HTML {
    let kinds = SkippedRecord.Kind.allCases.filter { inspection.problems[$0] != nil }
    guard !kinds.isEmpty else { return "" }
    return """
      <section><h2>What is wrong</h2>
      \(kinds.map(list))</section>

      """
  }

  private func list(_ kind: SkippedRecord.Kind) -> HTML {
    let count = inspection.problems[kind] ?? 0
    let examples = inspection.problemExamples.filter { $0.kind == kind }
    let items = examples.map { problem -> HTML in
      """
      <li><b><bdi>\(problem.origin.description)</bdi></b> \(problem.reason)\(problem.countNote)</li>

      """
    }
    let rest = RecordCount(
      count.count - examples.reduce(0) { $0 + $1.weight.count }, isEstimated: count.isEstimated)
    let more: HTML =
      rest.count > 0 ? "<li>and \(rest.text) more, which --skipped lists</li>\n" : ""
    return """
      <details open><summary>\(count.text) \(kind.title(of: count))</summary>
      <ul class="origins">
      \(items)\(more)</ul></details>

      """
  }
}

extension SkippedRecord.Kind {
  /// What so many of them are.
  public func title(of count: RecordCount) -> String { count.count == 1 ? titleOfOne : titleOfSeveral }

  private var titleOfOne: String {
    switch self {
    case .record: "record that cannot be read"
    case .missing: "image that is not there"
    case .image: "image that cannot be read"
    case .caption: "caption of the sample that cannot be drawn"
    case .note: "note that costs no record"
    case .leak: "record whose image is in another split too"
    case .rule: "image or caption that rules drop"
    }
  }

  private var titleOfSeveral: String {
    switch self {
    case .record: "records that cannot be read"
    case .missing: "images that are not there"
    case .image: "images that cannot be read"
    case .caption: "captions of the sample that cannot be drawn"
    case .note: "notes that cost no record"
    case .leak: "records whose image is in another split too"
    case .rule: "images or captions that rules drop"
    }
  }
}
