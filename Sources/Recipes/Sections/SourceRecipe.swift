import Corpora
import Schema

/// Files of one kind that hold pairs.
public struct SourceRecipe: RecipeSection {
  /// A file, a folder or a pattern of files.
  public var path = ""
  /// The name that results are listed by, where the source is held out; its split where nil.
  public var name: String?
  /// How the files are read.
  public var format = CorpusFormat.automatic
  /// Folder that the images' paths are relative to; the file's own where nil.
  public var images: String?
  /// Language of captions that the file does not give one.
  public var language: String?
  /// The split to take where the file names splits; nil takes all.
  public var split: String?
  /// How a caption came about where the file does not say.
  public var role = CaptionRole.raw
  /// How often its images are drawn, relative to other sources' of the same size.
  public var weight = 1.0
  /// What stands between a table's columns: one character, or "tab"; guessed from the first line where nil.
  public var separator: String?
  /// Whether a table's first line names its columns.
  public var header = TableLayout.Header.automatic
  /// Whether a table's quotation marks are characters as any other, and every line is a row.
  public var unquoted = false
  /// A table's columns, by name or by number from 0 on; guessed from their usual names where nil.
  public var imageColumn: String?
  public var captionColumn: String?
  public var languageColumn: String?
  public var splitColumn: String?
  /// Whether every line of a caption's file is a caption, instead of all of it one.
  public var captionLines = false

  public init() {}

  package static var fields: [RecipeField<SourceRecipe>] {
    [
      .value("path", \.path), .value("name", \.name), .value("format", \.format), .value("images", \.images),
      .value("language", \.language), .value("split", \.split), .value("role", \.role),
      .value("weight", \.weight, in: 0...1e6), .value("separator", \.separator),
      .value("header", \.header), .value("unquoted", \.unquoted),
      .value("imageColumn", \.imageColumn), .value("captionColumn", \.captionColumn),
      .value("languageColumn", \.languageColumn), .value("splitColumn", \.splitColumn),
      .value("captionLines", \.captionLines),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    guard !self.path.isEmpty else { throw path.field("path").error("is missing; name a file, a folder or a pattern") }
    if let separator, TableLayout.separator(separator) == nil {
      throw path.field("separator").error("should be one character or \"tab\", not \"\(separator)\"")
    }
  }
}

extension CorpusFormat: RecipeWord {}
extension CaptionRole: RecipeWord {}
extension TableLayout.Header: RecipeWord {}

extension SourceRecipe {
  var source: CorpusSource {
    var source = CorpusSource(path: path)
    source.format = format
    source.images = images
    source.language = language
    source.split = split
    source.role = role
    source.weight = weight
    source.captionLines = captionLines
    source.table.separator = separator.flatMap(TableLayout.separator)
    source.table.header = header
    source.table.isUnquoted = unquoted
    source.table.imageColumn = imageColumn
    source.table.captionColumn = captionColumn
    source.table.languageColumn = languageColumn
    source.table.splitColumn = splitColumn
    return source
  }
}
