import Console
import JSON
import Reports

struct LoaderCommand: Command {
  static let name = "loader"
  static let summary = "Photos read, augmented and packed per second."
  static let examples = [CommandExample("clippo-bench loader --data photos", "a folder with captions.jsonl and photos")]

  @Option("folder of photos with captions.jsonl", required: true) var data: FilePath = ""
  @Option("command of another program that prints images/s for the folder") var peer: String?
  var results = ResultsOption()

  func run() throws {
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
    try results.write(.object(document), to: "loader.json")
  }
}
