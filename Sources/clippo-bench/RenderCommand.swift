import Console
import Runtime

struct RenderCommand: Command {
  static let name = "render"
  static let summary = "Captions drawn per second by the text renderer, cold and warm."
  static let examples = [
    CommandExample("clippo-bench render --peer ./pango_render", "captions drawn per second, against Pango")
  ]

  @Option("command of another program that prints captions/s for a list") var peer: String?
  var captions = CaptionsOption()
  var results = ResultsOption()

  func run() throws {
    let start = MonotonicClock.seconds()
    let list = try CaptionList(path: "\(captions.folder)/captions.tsv")
    let mixed = try CaptionList(path: "\(captions.folder)/captions_mixed.tsv")
    StandardStream.error.writeLine("drawing \(list.captions.count) and \(mixed.captions.count) captions …")
    let plain = try RenderBenchmark(list, start: start)
    let report = try RenderReport(
      plain: plain, mixed: RenderBenchmark(mixed, start: MonotonicClock.seconds()),
      plainPeer: peer.map { try RenderReport.Peer($0, list: list) },
      mixedPeer: peer.map { try RenderReport.Peer($0, list: mixed) })
    StandardStream.output.writeLine(report.text())
    try results.write(report.json, to: "render.json")
  }
}
