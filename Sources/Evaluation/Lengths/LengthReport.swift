import Console
import Corpora

/// How long a corpus' captions are as pixels and as tokens, with what a reader of the numbers should know.
public struct LengthReport: Sendable, Equatable {
  /// What stands behind a column of the table.
  public enum Reader: Sendable, Equatable {
    /// Drawn pages: patch rows and columns of a page, pixels a side of a patch.
    case pages(rows: Int, columns: Int, patch: Int)
    /// Tokens of so many.
    case tokens(vocabulary: Int, origin: Origin)

    /// Where a vocabulary comes from.
    public enum Origin: Sendable, Equatable {
      /// It needs none.
      case rule
      case file(String)
      /// Learned from so many captions of the corpus.
      case captions(Int)
    }
  }

  /// What was counted, such as the corpus' folder.
  public let title: String
  public let table: CaptionLengthTable
  /// One for each column of the table.
  public let readers: [Reader]
  /// Tokens of a caption at most.
  public let context: Int
  /// Sentences on what could not be counted.
  public let notes: [String]

  /// - Parameter notes: sentences on what could not be counted; captions that cannot be read are added.
  public init(title: String, table: CaptionLengthTable, readers: [Reader], context: Int, notes: [String]) {
    self.title = title
    self.table = table
    self.readers = readers
    self.context = context
    self.notes = notes + table.columns.compactMap(Self.failures)
  }

  private static func failures(_ column: CaptionLengthTable.Column) -> String? {
    let all = column.all
    guard let failure = all.failure else { return nil }
    return "\(column.name): \(NumberText.thousands(all.failed)) captions have no length, the first because \(failure)"
  }

  /// A row of every table: a language, or all of them.
  package struct Row {
    package let name: String
    package let characters: ValueCounts
    /// By column.
    package let lengths: [CaptionLengths]
  }

  /// The languages, and below them all together where there are several.
  package var rows: [Row] {
    let rows = table.languages.indices.map { place in
      Row(
        name: table.languages[place], characters: table.characters[place],
        lengths: table.columns.map { $0.languages[place] })
    }
    guard rows.count > 1 else { return rows }
    return rows + [Row(name: "all", characters: table.allCharacters, lengths: table.columns.map(\.all))]
  }

  /// What each column is, in a few words.
  package var about: [(name: String, words: String)] { zip(table.columns, readers).map { ($0.name, $1.words) } }

  package static let explanation =
    "Length: patches or tokens of a caption; special tokens count, and so do those that are cut off. 95 %: so many are "
    + "enough for 95 of 100 captions. Cut: captions that do not fit the context or the page. Unknown: tokens that stand "
    + "for text outside the vocabulary, or code points that no font draws. Cut and unknown are shown where there are any."

  /// A share as people read it; what is there but hardly is not called nothing.
  package static func percent(_ share: Double) -> String {
    if share == 0 { return "0 %" }
    return share < 0.0005 ? "<0.1 %" : NumberText.fixed(100 * share, decimals: 1) + " %"
  }
}

extension LengthReport.Reader {
  package var words: String {
    switch self {
    case .pages(let rows, let columns, let patch):
      return "patches of \(patch) × \(patch) pixels, \(rows) × \(columns) on a page"
    case .tokens(let vocabulary, let origin):
      let tokens = "\(NumberText.thousands(vocabulary)) tokens"
      switch origin {
      case .rule: return "\(tokens), bytes as they are"
      case .file(let path): return "\(tokens) of \(path)"
      case .captions(let count): return "\(tokens), learned from \(NumberText.thousands(count)) captions"
      }
    }
  }
}
