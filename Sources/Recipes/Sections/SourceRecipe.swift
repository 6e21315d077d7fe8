import Corpora

/// Files of one kind that hold pairs.
public struct SourceRecipe: RecipeSection {
  /// A file, a folder or a pattern of files.
  public var path = ""
  /// The name that results are listed by, where the source is held out; its split where nil.
  public var name: String?
  /// How the files are read.
  public var format = CorpusFormat.automatic
  /// Folder that the pictures' paths are relative to; the file's own where nil.
  public var images: String?
  /// Language of captions that the file does not give one.
  public var language: String?
  /// The split to take where the file names splits; nil takes all.
  public var split: String?
  /// How a caption came about where the file does not say.
  public var role = CaptionRole.raw
  /// How often its pictures are drawn, relative to other sources' of the same size.
  public var weight = 1.0

  public init() {}

  static var fields: [RecipeField<SourceRecipe>] {
    [
      .value("path", \.path), .value("name", \.name), .value("format", \.format), .value("images", \.images),
      .value("language", \.language), .value("split", \.split), .value("role", \.role),
      .value("weight", \.weight, in: 0...1e6),
    ]
  }

  func validate(at path: RecipePath) throws(RecipeError) {
    guard !self.path.isEmpty else { throw path.field("path").error("is missing; name a file, a folder or a pattern") }
  }
}

extension CorpusFormat: RecipeWord {}
extension CaptionRole: RecipeWord {}

extension SourceRecipe {
  var source: CorpusSource {
    var source = CorpusSource(path: path)
    source.format = format
    source.images = images
    source.language = language
    source.split = split
    source.role = role
    source.weight = weight
    return source
  }
}
