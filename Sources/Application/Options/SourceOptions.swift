import Console
import Corpora

/// How files of pairs are read, as people say it on a command line.
public struct SourceOptions: OptionGroup {
  @Option("how the pairs' files are written") public var format = CorpusFormat.automatic
  @Option("folder of the images; the file's own by default") public var images: FilePath?
  @Option("split that is taken; all splits by default") public var split: String?
  @Option("role of captions where the files do not say") public var role = CaptionRole.raw
  @Option("a table's separator, or tab; guessed by default", placeholder: "character")
  public var separator: String?
  @Option("whether a table's first line names its columns")
  public var header = TableLayout.Header.automatic
  @Option("a table's quotation marks are plain characters")
  public var unquoted = false
  @Option("a table's column of images, by name or number from 0 on")
  public var imageColumn: String?
  @Option("a table's column of captions") public var captionColumn: String?
  @Option("a table's column of languages; of shards and folders, the member of the .json")
  public var languageColumn: String?
  @Option("a table's column of splits") public var splitColumn: String?
  @Option("every line of a caption's file is a caption") public var captionLines = false

  public let purpose: OptionPurpose?

  /// - Parameter purpose: what the options are for, where a command has them twice.
  public init(for purpose: OptionPurpose? = nil) { self.purpose = purpose }

  /// The source that the options describe. Throws `UsageError` where the separator is none.
  ///
  /// - Parameters:
  ///   - language: of captions that the files do not give one; an error where a format's captions all name theirs.
  ///   - assumed: the same where languages are chosen: formats that have no use for it go on without.
  public func source(_ path: String, language: String? = nil, assuming assumed: String? = nil) throws -> CorpusSource {
    var source = CorpusSource(path: path)
    source.format = format
    source.images = images?.string
    source.language = language
    source.assumedLanguage = assumed
    source.split = split
    source.role = role
    source.captionLines = captionLines
    if let separator {
      guard let character = TableLayout.separator(separator) else {
        throw UsageError("--separator should be one character or tab, not “\(separator)”")
      }
      source.table.separator = character
    }
    source.table.header = header
    source.table.isUnquoted = unquoted
    source.table.imageColumn = imageColumn
    source.table.captionColumn = captionColumn
    source.table.languageColumn = languageColumn
    source.table.splitColumn = splitColumn
    return source
  }

  /// Throws a `UsageError` where anything was said of files of pairs and there are none.
  ///
  /// - Parameters:
  ///   - reason: why there are none, as a sentence's end.
  ///   - keepingSplit: whether a split may be said all the same.
  public func refuse(_ reason: String, keepingSplit: Bool = false) throws {
    var source = try source("")
    if keepingSplit { source.split = nil }
    let flags = source.optionFlags
    guard !flags.isEmpty || format != .automatic || role != .raw else { return }
    let said = flags + (format == .automatic ? [] : ["--format"]) + (role == .raw ? [] : ["--role"])
    throw UsageError("\(said.joined(separator: ", ")) would change nothing: \(reason)")
  }
}

extension CorpusFormat: OptionValue {}
extension CaptionRole: OptionValue {}
extension TableLayout.Header: OptionValue {}
