import Console
import Files
import JSON

/// Where figures are kept besides being printed.
struct ResultsOption: OptionGroup {
  @Option("folder of the JSON file") var out: FilePath = "bench/results"

  func write(_ document: JSONValue, to name: String) throws {
    let path = "\(out)/\(name)"
    try Disk().makeFolder(out.string)
    try AtomicFile.write(document.prettyText + "\n", to: path)
    StandardStream.error.writeLine("written to \(path)")
  }
}
