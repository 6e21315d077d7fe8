import FoundationEssentials
import Testing

/// The captions of `bench/captions`, 50 in each of 40 languages and 500 that mix languages and emoji; found by this source's place.
enum BenchCaptions {
  struct Caption {
    let language: String
    let text: String
  }

  static func all(of source: String = #filePath) throws -> [Caption] {
    var root = URL(filePath: source)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let captions = try ["captions.tsv", "captions_mixed.tsv"].flatMap { name in
      let lines = try String(contentsOf: root.appending(path: "bench/captions/\(name)"), encoding: .utf8)
      return lines.split(separator: "\n").map { line in
        let tab = line.firstIndex(of: "\t") ?? line.startIndex
        return Caption(language: String(line[..<tab]), text: String(line[tab...].dropFirst()))
      }
    }
    try #require(captions.count == 2_500)
    return captions
  }
}
