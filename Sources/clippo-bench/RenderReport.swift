import Console
import FoundationEssentials
import JSON

/// What `clippo-bench render` prints and writes: our rates beside those of a peer on the same lists in the same run.
struct RenderReport {
  /// Rates that `bench/peers/pango_render` prints.
  struct Peer {
    let first: Double
    let warm: Double

    /// Runs `command LIST`. Throws where it fails or prints no rates.
    init(_ command: String, list: CaptionList) throws {
      let line = "\(command) \(list.path)"
      let output = try Shell.output(of: line)
      func rate(_ name: String) throws -> Double {
        let line = output.split(separator: "\n").first { $0.hasSuffix("captions/s \(name)") }
        guard let word = line?.split(separator: " ").first, let rate = Double(word) else {
          throw CommandError("`\(command)` printed no '<rate> captions/s \(name)': \(output.prefix(300))")
        }
        return rate
      }
      (first, warm) = (try rate("first"), try rate("warm"))
    }
  }

  let plain: RenderBenchmark
  let mixed: RenderBenchmark
  let plainPeer: Peer?
  let mixedPeer: Peer?

  private var rows: [(state: String, rate: Double, peer: Double?)] {
    [
      ("first pass of a new process", plain.first, plainPeer?.first),
      ("warm", plain.warm, plainPeer?.warm),
      ("word cache emptied each pass", plain.withoutWords, plainPeer?.warm),
      ("two threads, warm", plain.twoThreads, nil),
      ("mixed with emoji, warm", mixed.warm, mixedPeer?.warm),
    ]
  }

  func text() -> String {
    var table = TextTable([.left("state"), .right("captions/s"), .right("peer"), .right("ratio")])
    for row in rows {
      table.add([
        row.state, NumberText.fixed(row.rate, decimals: 0), row.peer.map { NumberText.fixed($0, decimals: 0) } ?? "–",
        row.peer.map { NumberText.fixed(row.rate / $0, decimals: 1) } ?? "–",
      ])
    }
    var languages = TextTable([.left("language"), .right("captions/s, warm")])
    for (language, rate) in plain.byLanguage { languages.add([language, NumberText.fixed(rate, decimals: 0)]) }
    let scaling = NumberText.fixed(plain.twoThreads / plain.warm, decimals: 2)
    let glyphs = NumberText.fixed(Double(plain.memory.glyphs) / 1e6, decimals: 1)
    let words = NumberText.fixed(Double(plain.memory.words) / 1e6, decimals: 1)
    return [
      table.text(), "two threads are \(scaling) times one; \(glyphs) MB of glyphs, \(words) MB of words", "",
      languages.text(),
    ].joined(separator: "\n")
  }

  var json: JSONValue {
    let states: [JSONValue] = rows.map { row in
      var members = [JSONMember("state", .string(row.state)), JSONMember("captions_per_second", .number(row.rate))]
      if let peer = row.peer {
        members.append(JSONMember("peer_captions_per_second", .number(peer)))
        members.append(JSONMember("ratio", .number(row.rate / peer)))
      }
      return .object(members)
    }
    return [
      "machine": Machine().json, "states": .array(states),
      "languages": .object(plain.byLanguage.map { JSONMember($0.language, .number($0.rate)) }),
    ]
  }
}
