import Console
import Corpora

/// What a corpus holds, as a table for people.
enum CorpusSummary {
  static func text(of corpus: Corpus) -> String {
    let manifest = corpus.manifest
    let splits = CorpusSplit.allCases.filter { (manifest.pictures[$0] ?? 0) > 0 }
    var table = TextTable([.left("language")] + splits.map { .right($0.rawValue) })
    for language in manifest.languages {
      table.add([language] + splits.map { String(manifest.counts[$0]?[language] ?? 0) })
    }
    table.add(["pictures"] + splits.map { String(manifest.pictures[$0] ?? 0) })
    let sources = manifest.sources.map { "\($0.name), \($0.licence): \($0.use). \($0.notice)" }
    return """
      \(manifest.kind) corpus, seed \(manifest.seed): \(corpus.images.count) pictures
      \(table.text())
      \(sources.joined(separator: "\n"))
      """
  }
}
