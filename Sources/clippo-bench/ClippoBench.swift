import Console
import FoundationEssentials
import Tensors

@main
struct ClippoBench: Command {
  static let name = "clippo-bench"
  static let summary =
    "Times training steps or the text renderer, alone or against another program in the same minutes."
  static let examples = [
    CommandExample("clippo-bench", "every case, ours alone"),
    CommandExample("clippo-bench --peer 'python3 torch_clippo.py'", "against PyTorch, taking turns"),
    CommandExample("clippo-bench --case S/16 --steps 9", "one case, more steps"),
    CommandExample("clippo-bench render --peer ./pango_render", "captions drawn a second, against Pango"),
  ]

  enum Subject: String, CaseIterable, OptionValue { case steps, render }

  @Argument("what to time") var subject = Subject.steps
  @Option("only this case", name: "case") var only: String?
  @Option("steps timed in each case", in: 1...1000) var steps = 5
  @Option("worker threads; 0 takes every core", in: 0...1024) var threads = 0
  @Option("command of another program that prints pairs/s for the same step, or captions/s for a list") var peer:
    String?
  @Option("folder of the lists of captions that render draws") var captions: FilePath = "bench/captions"
  @Option("print where the time of each case goes, operation by operation") var profile = false
  @Option("folder of the JSON file") var out = "bench/results"

  func run() throws {
    switch subject {
    case .steps: try timeSteps()
    case .render: try timeRendering()
    }
  }

  private func timeRendering() throws {
    let start = MonotonicClock.seconds()
    let list = try CaptionList(path: "\(captions)/captions.tsv")
    let mixed = try CaptionList(path: "\(captions)/captions_mixed.tsv")
    StandardStream.error.writeLine("drawing \(list.captions.count) and \(mixed.captions.count) captions …")
    let plain = try RenderBenchmark(list, start: start)
    let report = try RenderReport(
      plain: plain, mixed: RenderBenchmark(mixed, start: MonotonicClock.seconds()),
      plainPeer: peer.map { try RenderReport.Peer($0, list: list) },
      mixedPeer: peer.map { try RenderReport.Peer($0, list: mixed) })
    print(report.text())
    try write(report.json, to: "render.json")
  }

  private func write(_ document: JSONValue, to name: String) throws {
    let path = "\(out)/\(name)"
    try Disk().makeFolder(out)
    try AtomicFile.write(document.prettyText + "\n", to: path)
    StandardStream.error.writeLine("written to \(path)")
  }

  private func timeSteps() throws {
    let cases = StepCase.all.filter { only == nil || $0.name == only }
    guard !cases.isEmpty else {
      throw UsageError("there is no case '\(only ?? "")'; there are \(Set(StepCase.all.map(\.name)).sorted())")
    }
    let workers = threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount
    let pool = try ThreadPool(threads: workers)
    let backend = try CPUBackend(pool: pool)
    if profile { return try printProfiles(of: cases, pool: pool) }
    let program = peer.map(PeerProgram.init)
    let measurements = try cases.map { stepCase in
      StandardStream.error.writeLine("\(stepCase.name), \(stepCase.activation.rawValue) …")
      return try Measurement(stepCase, backend: backend, steps: steps, peer: program)
    }
    print(Measurement.table(measurements).text())
    let document: JSONValue = [
      "machine": Machine().json, "threads": .integer(workers), "steps": .array(measurements.map(\.json)),
    ]
    try write(document, to: "steps.json")
  }

  private func printProfiles(of cases: [StepCase], pool: ThreadPool) throws {
    for stepCase in cases {
      let profile = Profile()
      let backend = try CPUBackend(pool: pool, profile: profile)
      let seconds = try StepBenchmark(stepCase: stepCase, backend: backend, profile: profile)
        .secondsPerStep(steps: steps)
      print(
        "\(stepCase.name), \(stepCase.activation.rawValue): \(NumberText.fixed(seconds * 1e3, decimals: 1)) ms a step")
      print(profile.table(steps: steps).text())
    }
  }
}
