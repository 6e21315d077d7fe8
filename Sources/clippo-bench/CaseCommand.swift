import Console
import Reports
import Runtime

/// What `train` calls for each of its cases.
struct CaseCommand: Command {
  static let name = "case"
  static let summary = "One training case in this process, as JSON, or where its time goes."
  static let examples = [
    CommandExample("clippo-bench case --case S/16:bfloat16 --profile", "where the time of one case goes")
  ]

  @Option("the case; the first one by default", name: "case") var only: String?
  @Option("steps that are timed", in: 1...1000) var steps = 7
  @Option("print where the time goes, operation by operation") var profile = false
  var captions = CaptionsOption()

  func validate() throws { _ = try TrainingCase.named(only) }

  func run() throws {
    guard let found = try TrainingCase.named(only).first else { return }
    let profile = profile ? Profile() : nil
    let run = try TrainingCaseRun(found, captions: "\(captions.folder)/captions.tsv", profile: profile)
    let result = try run.measure(steps: steps)
    StandardStream.output.writeLine(profile?.table().text() ?? result.json.prettyText)
  }
}

extension TrainingCase {
  /// The case of that name, or every case. Throws `UsageError` for a name that none has.
  static func named(_ name: String?) throws -> [TrainingCase] {
    let cases = all.filter { name == nil || $0.key == name }
    guard !cases.isEmpty else {
      throw UsageError("there is no case '\(name ?? "")'; there are \(all.map(\.key).joined(separator: ", "))")
    }
    return cases
  }
}
