import Schema

/// Records of one kind of file, as a recipe names them.
public struct CorpusSource: RecipeSection {
  /// A file, a folder, or a pattern of files with braces and wildcards.
  public var path = ""
  /// The name that results are listed by, where the source is held out; its split where nil.
  public var name: String?
  public var format = CorpusFormat.automatic
  /// Folder that image paths are relative to; the file's own where nil.
  public var images: String?
  /// Language of captions that the file does not give one.
  public var language: String?
  /// The same where languages are only chosen: a format whose captions all name theirs goes on without it, and one with a
  /// language of its own keeps that.
  public var assumedLanguage: String?
  /// The split to take where the file names splits; all of them where nil.
  public var split: String?
  /// How a caption came about where the file does not say.
  public var role = CaptionRole.raw
  /// Files with another caption for every row of the source's, a line each.
  public var rewrites: [RewriteFile] = []
  /// Whether it is known which rows records are made of, without files of rewrites too. No recipe's business.
  public var countsRows = false
  /// How often its images are drawn in training, relative to other sources' of the same size; 0 leaves it out.
  public var weight = 1.0
  /// How a table is written.
  public var table = TableLayout()
  /// Whether every line of a caption's file is a caption, instead of all of it one.
  public var captionLines = false

  public init() {}

  public init(path: String) { self.path = path }

  package static var fields: [RecipeField<CorpusSource>] {
    [
      .value("path", \.path), .value("name", \.name), .value("format", \.format), .value("images", \.images),
      .value("language", \.language), .value("split", \.split), .value("role", \.role),
      .sections("rewrites", \.rewrites),
      .value("weight", \.weight, in: 0...1e6), TableLayout.separator(\.table.separator),
      .value("header", \.table.header), .value("unquoted", \.table.isUnquoted),
      .value("imageColumn", \.table.imageColumn), .value("captionColumn", \.table.captionColumn),
      .value("languageColumn", \.table.languageColumn), .value("splitColumn", \.table.splitColumn),
      .value("roleColumn", \.table.roleColumn),
      .value("captionLines", \.captionLines),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    guard !self.path.isEmpty else { throw path.field("path").error("is missing; name a file, a folder or a pattern") }
  }

  /// Whether the rows of records are kept.
  var keepsRows: Bool { countsRows || !rewrites.isEmpty }

  /// Language of captions that nothing else gives one.
  var captionLanguage: String? { language ?? assumedLanguage }
}

/// How a source's files are read.
public enum CorpusFormat: String, RecipeWord {
  /// As the names of the files suggest.
  case automatic
  /// One JSON object a line: an image and its captions.
  case jsonl
  /// Tar shards of images and captions (WebDataset, img2dataset).
  case webdataset
  /// Values separated by commas or tabs.
  case table
  /// COCO's captions, or Karpathy's splits of them.
  case coco
  /// Images in Base64 and texts, in two files: Chinese-CLIP's own, and MUGE's.
  case chineseCLIP
  /// Images with a text file of the same name beside each.
  case folder
  /// Crossmodal-3600.
  case xm3600
  /// XTD10: one file of names, one file of captions per language, line by line.
  case xtd10
  /// Multi30k: one list of names, and a file of captions per language, or several, line by line.
  case multi30k
  /// Lines of an image's name and a caption: Flickr8k-CN, Flickr30k-CN, Flickr30k-CNA, Flickr8k and Flickr30k.
  case keyedLines
  /// COCO-CN.
  case cocoCN
  /// AI Challenger's captions: AIC-ICC.
  case aic
  /// IGLUE's retrieval sets: xFlickr&CO, Flickr30k and WIT.
  case iglue
}
