import Console
import Corpora

/// How files of pairs are read, as people say it on a command line.
public struct SourceOptions: OptionGroup {
  @Option("how the pairs' files are written") public var format = CorpusFormat.automatic
  @Option("folder that the pictures' paths are relative to; the file's own unless given") public var images: FilePath?
  @Option("language of captions that the files do not give one", placeholder: "tag") public var language: String?
  @Option("split to take where the files name splits; all unless given") public var split: String?
  @Option("how a caption came about where the files do not say") public var role = CaptionRole.raw
  @Option("character between a table's columns, or tab; guessed unless given", placeholder: "character")
  public var separator: String?
  @Option("a table's column with the picture's file or address") public var pictureColumn: String?
  @Option("a table's column with the caption") public var captionColumn: String?
  @Option("a table's column with the caption's language") public var languageColumn: String?
  @Option("takes every line of a caption's file for a caption") public var captionLines = false

  public let purpose: OptionPurpose?

  /// - Parameter purpose: what the options are for, where a command has them twice.
  public init(for purpose: OptionPurpose? = nil) { self.purpose = purpose }

  /// The source that the options describe. Throws `UsageError` where the separator is none.
  public func source(_ path: String) throws -> CorpusSource {
    var source = CorpusSource(path: path)
    source.format = format
    source.images = images?.string
    source.language = language
    source.split = split
    source.role = role
    source.captionLines = captionLines
    if let separator {
      guard let character = TableLayout.separator(separator) else {
        throw UsageError("--separator should be one character or tab, not “\(separator)”")
      }
      source.table.separator = character
    }
    source.table.pictureColumn = pictureColumn
    source.table.captionColumn = captionColumn
    source.table.languageColumn = languageColumn
    return source
  }
}

extension CorpusFormat: OptionValue {}
extension CaptionRole: OptionValue {}
