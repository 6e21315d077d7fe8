import Console
import Corpora

/// What a corpus holds, as a table for people.
enum CorpusSummary {
  static func text(of corpus: Corpus) -> String {
    let counts = corpus.counts
    let splits = counts.splits.filter { (counts.pictures[$0] ?? 0) > 0 }
    var table = TextTable([.left("language")] + splits.map { .right($0.rawValue) })
    for language in corpus.languages {
      table.add([language] + splits.map { String(counts.captioned[$0]?[language] ?? 0) })
    }
    table.add(["pictures"] + splits.map { String(counts.pictures[$0] ?? 0) })
    let sources = corpus.credits.map { credit in
      let name = [credit.name, credit.version].compactMap { $0 }.joined(separator: " ")
      return "\n\(name), \(credit.licence): \(credit.use). \(credit.notice)"
    }
    return "\(corpus.kind) corpus: \(corpus.recordCount) pictures\n\(table.text())\(sources.joined())"
  }
}
