import Corpora
import Schema

/// A corpus of people's own files.
public struct PairCorpusRecipe: RecipeSection {
  /// What relative paths are relative to; nil is the folder that the command runs in.
  public var folder: String?
  /// Where training takes its pairs from.
  public var training: [CorpusSource] = []
  /// What is held out to be asked about.
  public var evaluation: [CorpusSource] = []
  /// Which images and captions of the training are kept; see `docs/corpus-rules.md`.
  public var rules = CorpusRules()
  /// How languages share the training: each is drawn as often as its number of images to this power. 1 follows the
  /// corpus, 0 treats all alike.
  public var languageSamplingExponent = 1.0
  /// Roles of the captions that training draws; all but keywords and labels where empty, and labels where an image has nothing else.
  public var captionRoles: [CaptionRole] = []
  /// Whether all captions of an image are drawn alike, or its roles first.
  public var captionDraw = CaptionSampling.Draw.captions
  /// What becomes of the words of captions in training; nothing by default.
  public var words = WordTransforms()
  /// Share of pairs that are two captions of one image instead of an image and a caption.
  public var textPairFraction = 0.0
  /// Share of pairs that are two views of one image instead of an image and a caption.
  public var imageViewFraction = 0.0
  /// Share of records that may be skipped because they cannot be read before the run stops.
  public var maxUnreadableFraction = 0.001
  /// Share of the training records that are shown with another's captions: noise that is planted to measure what becomes of it.
  public var shuffledFraction = 0.0
  /// Records among which the order is mixed; 0 mixes all. Files on slow disks are read in order with a window of some
  /// thousands.
  public var shuffleBuffer = 0

  public init() {}

  package static var fields: [RecipeField<PairCorpusRecipe>] {
    [
      .value("folder", \.folder), .sections("training", \.training), .sections("evaluation", \.evaluation),
      .section("rules", \.rules),
      .value("languageSamplingExponent", \.languageSamplingExponent, in: 0...2),
      .value("captionRoles", \.captionRoles), .value("captionDraw", \.captionDraw),
      .section("words", \.words),
      .value("textPairFraction", \.textPairFraction, in: 0...1),
      .value("imageViewFraction", \.imageViewFraction, in: 0...1),
      .value("maxUnreadableFraction", \.maxUnreadableFraction, in: 0...1),
      .value("shuffledFraction", \.shuffledFraction, in: 0...1),
      .value("shuffleBuffer", \.shuffleBuffer, in: 0...Int(Int32.max)),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    guard textPairFraction + imageViewFraction <= 1 else {
      throw path.field("imageViewFraction").error(
        "\(imageViewFraction) and textPairFraction, \(textPairFraction), are more than 1 together")
    }
    guard !captionRoles.contains(.keyword) else {
      throw path.field("captionRoles").error(
        "names keyword, which is no caption by itself; draw raw, rewrite, synthetic, translation, name or label")
    }
    guard !training.isEmpty else {
      throw path.field("training").error("names no source; give at least one, such as {\"path\": \"captions.jsonl\"}")
    }
  }
}

extension PairCorpusRecipe {
  /// The sources as they are opened.
  package var corpus: PairCorpus {
    PairCorpus(
      folder: folder ?? ".", training: training,
      heldOut: evaluation.map { PairCorpus.HeldOut(name: $0.name ?? $0.split ?? "held out", source: $0) },
      rules: rules, unreadableLimit: maxUnreadableFraction, cacheFolder: PairCorpus.usualCacheFolder)
  }
}
