import Application
import Console
import Files
import Reports

struct CurvesCommand: Command {
  static let name = "curves"
  static let summary = "Losses of finished runs on one page, with the spread of their seeds."
  static let examples = [
    CommandExample("clippo-bench curves --runs runs/a-1,runs/a-2,runs/b-1", "two groups, one of two seeds")
  ]

  @Option("folders of the runs, named by group, hyphen and seed", required: true) var runs = CommaSeparated<String>([])
  @Option("folder of the page") var out: FilePath = "bench/results"

  /// Runs are grouped by what stands before the last hyphen of their folders' names, where the seed stands.
  func run() throws {
    let folders = runs.elements
    let names = folders.map { folder -> String in
      let name = folder.split(separator: "/").last ?? ""
      return name.lastIndex(of: "-").map { String(name[..<$0]) } ?? String(name)
    }
    let groups = try names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.map { name in
      CurvesPage.Group(
        name: name,
        runs: try zip(folders, names).filter { $0.1 == name }.map {
          try RunHistory(trainedIn: RunFolder(path: String($0.0))).training
        })
    }
    for group in groups {
      let losses = group.finalLosses.map { NumberText.fixed($0, decimals: 3) }
      StandardStream.output.writeLine("\(group.name): loss at the end \(losses.joined(separator: ", "))")
    }
    try Disk().makeFolder(out.string)
    try CurvesPage(groups, title: "Loss", lead: "Runs of one color differ in their seed alone.")
      .write(to: "\(out)/curves.html")
    StandardStream.error.writeLine("written to \(out)/curves.html")
  }
}
