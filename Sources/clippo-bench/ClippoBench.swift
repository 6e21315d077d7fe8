import Application
import Console
import Files
import FoundationEssentials
import JSON
import Reports
import Runtime
import Search

@main
struct ClippoBench: Command {
  static let name = "clippo-bench"
  static let summary =
    "Times training steps, the text renderer or searches, alone or against another program in the same minutes."
  static let examples = [
    CommandExample("clippo-bench", "every case, ours alone"),
    CommandExample("clippo-bench --peer 'python3 torch_clippo.py'", "against PyTorch, taking turns"),
    CommandExample("clippo-bench case --case S/16:bfloat16 --profile", "where the time of one case goes"),
    CommandExample("clippo-bench loader --data photos", "photos read, augmented and packed a second"),
    CommandExample(
      "clippo-bench search --peer 'python3 bench/peers/numpy_search.py'", "a million vectors, against numpy"),
    CommandExample("clippo-bench render --peer ./pango_render", "captions drawn a second, against Pango"),
    CommandExample("clippo-bench levels", "values of CLIPPO_CPU_LEVEL that this machine can run, one a line"),
  ]

  /// `case` times one training case in this process, prints JSON, and is what `train` calls. `levels` times nothing: it lists
  /// the levels of instructions that this machine has.
  enum Subject: String, CaseIterable, OptionValue { case train, render, loader, search, `case`, curves, levels }

  @Argument("what to time; train by default", name: "subject") var chosen: Subject?
  private var subject: Subject { chosen ?? .train }
  @Option("only this case", name: "case") var only: String?
  @Option("steps timed in each case", in: 1...1000) var steps = 7
  @Option("command of another program that prints pairs/s for the same step, or captions/s for a list") var peer:
    String?
  @Option("command of another program that trains on the embedded corpus, pages padded, and prints pairs/s")
  var runPeer: String?
  @Option("folder of the lists of captions that render draws") var captions: FilePath = "bench/captions"
  @Option("folder of photos with captions.jsonl that loader reads") var data: FilePath?
  @Option("folders of runs whose losses curves draws, named by group, hyphen and seed") var runs:
    CommaSeparated<String>?
  @Option("print where the time of the case goes, operation by operation (with case)") var profile = false
  @Option("vectors that search searches", in: 1000...100_000_000) var vectors = 1_000_000
  @Option("values of a vector, for search", in: 1...4096) var width = 256
  @Option("queries at once, for search", in: 1...10_000) var queries = 100
  @Option("vectors that search finds of each query", in: 1...1000) var top = 10
  @Option("threads of search", in: 1...256) var threads = 2
  @Option("candidates in view of search's graph; 0 makes none", name: "ef-search") var efSearches = CommaSeparated([
    64, 128, 256,
  ])
  @Option("neighbors of a vector in search's graph", in: 4...128, name: "hnsw-m") var hnswM = 16
  @Option("candidates that neighbors are chosen among", in: 16...2000, name: "ef-construction") var efConstruction = 200
  @Option("folder that search keeps its index in while it runs") var scratch: FilePath = "/tmp"
  @Option("folder of the JSON file") var out = "bench/results"

  func run() throws {
    switch subject {
    case .train: try timeTraining()
    case .case: try timeCase()
    case .render: try timeRendering()
    case .loader: try timeLoader()
    case .search: try timeSearching()
    case .curves: try drawCurves()
    case .levels: listLevels()
    }
  }

  /// A number, a tab and what it stands for, so that `cut -f1` gives a script what it may set.
  private func listLevels() {
    for level in ProcessorLevel.available { StandardStream.output.writeLine("\(level.rawValue)\t\(level.name)") }
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
    StandardStream.output.writeLine(report.text())
    try write(report.json, to: "render.json")
  }

  private func timeSearching() throws {
    var benchmark = try SearchBenchmark(
      count: vectors, width: width, queries: queries, top: top, threads: threads, seed: 0)
    try benchmark.run(
      in: scratch.string, efSearches: efSearches.elements.filter { $0 > 0 },
      options: GraphOptions(links: hnswM, efConstruction: efConstruction), repeats: steps)
    let report = try SearchReport(benchmark, peer: peer)
    StandardStream.output.writeLine(report.text())
    try write(report.json, to: "search.json")
  }

  private func timeLoader() throws {
    guard let data else { throw UsageError("loader needs --data and a folder with captions.jsonl and photos") }
    let ours = try LoaderBenchmark(folder: data.string, side: 224, batches: 20)
    let theirs = try peer.map { try Shell.rate(of: "\($0) \(data)", unit: "images/s") }
    var table = TextTable([.left("loader"), .right("images/s"), .right("peer"), .right("ratio")])
    var document = [JSONMember("machine", Machine().json)]
    for (name, rate) in [("photos", ours.photos), ("photos and captions", ours.pairs)] {
      table.add([
        name, NumberText.fixed(rate, decimals: 0), theirs.map { NumberText.fixed($0, decimals: 0) } ?? "–",
        theirs.map { NumberText.fixed(rate / $0, decimals: 2) } ?? "–",
      ])
      document.append(JSONMember(name, .number(rate)))
    }
    if let theirs { document.append(JSONMember("peer", .number(theirs))) }
    StandardStream.output.writeLine(table.text())
    try write(.object(document), to: "loader.json")
  }

  private func write(_ document: JSONValue, to name: String) throws {
    let path = "\(out)/\(name)"
    try Disk().makeFolder(out)
    try AtomicFile.write(document.prettyText + "\n", to: path)
    StandardStream.error.writeLine("written to \(path)")
  }

  private func timeTraining() throws {
    let benchmark = TrainingBenchmark(
      stepPeer: peer.map(PeerProgram.init), runPeer: runPeer.map(PeerProgram.init), steps: steps,
      captions: captions.string)
    let rows = try benchmark.rows(try cases())
    StandardStream.output.writeLine(TrainingBenchmark.table(rows).text())
    for (name, value) in TrainingBenchmark.comparisons(rows) {
      StandardStream.output.writeLine("\(name): \(NumberText.fixed(value, decimals: 2))")
    }
    try write(TrainingBenchmark.json(rows), to: "train.json")
  }

  /// Runs are grouped by what stands before the last hyphen of their folders' names, where the seed stands.
  private func drawCurves() throws {
    let folders = runs?.elements ?? []
    guard !folders.isEmpty else { throw UsageError("--runs names the folders of the runs to draw") }
    let names = folders.map { folder -> String in
      let name = folder.split(separator: "/").last ?? ""
      return name.lastIndex(of: "-").map { String(name[..<$0]) } ?? String(name)
    }
    let groups = try names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.map { name in
      CurvesPage.Group(
        name: name,
        runs: try zip(folders, names).filter { $0.1 == name }.map {
          try RunHistory(RunFolder(path: String($0.0))).training
        })
    }
    for group in groups {
      let losses = group.finalLosses.map { NumberText.fixed($0, decimals: 3) }
      StandardStream.output.writeLine("\(group.name): loss at the end \(losses.joined(separator: ", "))")
    }
    try Disk().makeFolder(out)
    try CurvesPage(groups, title: "Loss", lead: "Runs of one color differ in their seed alone.")
      .write(to: "\(out)/curves.html")
    StandardStream.error.writeLine("written to \(out)/curves.html")
  }

  private func timeCase() throws {
    guard let found = try cases().first else { return }
    let profile = profile ? Profile() : nil
    let run = try TrainingCaseRun(found, captions: "\(captions)/captions.tsv", profile: profile)
    let result = try run.measure(steps: steps)
    if let profile {
      StandardStream.output.writeLine(profile.table().text())
    } else {
      StandardStream.output.writeLine(result.json.prettyText)
    }
  }

  private func cases() throws -> [TrainingCase] {
    let cases = TrainingCase.all.filter { only == nil || $0.key == only }
    guard !cases.isEmpty else {
      throw UsageError("there is no case '\(only ?? "")'; there are \(TrainingCase.all.map(\.key))")
    }
    return cases
  }
}
