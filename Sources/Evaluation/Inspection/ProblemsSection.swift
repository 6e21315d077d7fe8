import Corpora

/// What is wrong with a source, with examples; nothing where nothing is.
struct ProblemsSection {
  private let inspection: CorpusInspection

  init(_ inspection: CorpusInspection) { self.inspection = inspection }

  var html: HTML {
    let kinds = InspectionProblem.Kind.allCases.filter { (inspection.problems[$0] ?? 0) > 0 }
    guard !kinds.isEmpty else { return "" }
    return """
      <section><h2>What is wrong</h2>
      \(kinds.map(list))</section>

      """
  }

  private func list(_ kind: InspectionProblem.Kind) -> HTML {
    let count = inspection.problems[kind] ?? 0
    let examples = inspection.problemExamples.filter { $0.kind == kind }
    let items = examples.map { problem -> HTML in
      """
      <li><b><bdi>\(problem.origin)</bdi></b> \(problem.reason)</li>

      """
    }
    let more: HTML =
      count > examples.count
      ? "<li>and \(ReadableNumber.grouped(count - examples.count)) more, which --problems lists</li>\n" : ""
    return """
      <details open><summary>\(ReadableNumber.grouped(count)) \(kind.title)</summary>
      <ul class="origins">
      \(items)\(more)</ul></details>

      """
  }
}

extension InspectionProblem.Kind {
  /// What so many of them are, in the plural.
  public var title: String {
    switch self {
    case .record: "records that cannot be read"
    case .missing: "pictures that are not there"
    case .picture: "pictures that cannot be read"
    case .caption: "captions of the sample that cannot be drawn"
    case .leak: "records whose picture is in another split too"
    }
  }
}
