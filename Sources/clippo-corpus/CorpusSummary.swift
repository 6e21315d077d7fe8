import Console
import Corpora

/// What a corpus holds, as a table for people.
enum CorpusSummary {
  static func text(of corpus: Corpus) -> String {
    let counts = corpus.counts
    let splits = counts.splits.filter { (counts.images[$0] ?? 0) > 0 }
    var table = TextTable([.left("language")] + splits.map { .right($0.rawValue) })
    for language in corpus.languages {
      table.add([language] + splits.map { String(counts.captioned[$0]?[language] ?? 0) })
    }
    table.add(["images"] + splits.map { String(counts.images[$0] ?? 0) })
    let sources = corpus.credits.map { credit in
      let name = [credit.name, credit.version].compactMap { $0 }.joined(separator: " ")
      return "\n\(name), \(credit.license): \(credit.use). \(credit.notice)"
    }
    return
      "\(corpus.kind) corpus: \(NumberText.counted(corpus.recordCount, "image", "images"))\n\(table.text())\(sources.joined())"
  }
}
