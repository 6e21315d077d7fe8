/// Records of one kind of file, as a recipe names them.
public struct CorpusSource: Sendable, Equatable {
  /// A file, a folder, or a pattern of files.
  public var path: String
  public var format = CorpusFormat.automatic
  /// Folder that picture paths are relative to; the file's own where nil.
  public var images: String?
  /// Language of captions that the file does not give one.
  public var language: String?
  /// The split to take where the file names splits; all of them where nil.
  public var split: String?
  /// How a caption came about where the file does not say.
  public var role = CaptionRole.raw
  /// How often its pictures are drawn in training, relative to other sources' of the same size; 0 leaves it out.
  public var weight = 1.0

  public init(path: String) {
    self.path = path
  }
}

/// How a source's files are read.
public enum CorpusFormat: String, Sendable, CaseIterable {
  /// As the names of the files suggest.
  case automatic
  /// One JSON object a line: a picture and its captions.
  case jsonl
}

/// What reading a source gave.
struct SourceContent {
  var store: any RecordStore
  /// What was left out, with its origin.
  var problems: [CorpusProblem]
}
