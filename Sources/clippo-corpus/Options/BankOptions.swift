import Console
import Corpora

/// Where captions beside the first ones come from, and how all of them came about.
struct BankOptions: OptionGroup {
  @Option("a table's column of captions' roles") var roleColumn: String?
  @Option("files with a rewrite of every row, a line each", placeholder: "files") var rewrites: CommaSeparated<String>?

  /// Says it of a source.
  func apply(to source: inout CorpusSource) {
    source.table.roleColumn = roleColumn
    source.rewrites = (rewrites?.elements ?? []).map { RewriteFile(path: $0) }
  }
}
