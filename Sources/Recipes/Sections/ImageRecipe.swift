import Corpora
import Images
import Schema

/// How images are seen.
public struct ImageRecipe: RecipeSection {
  /// Width and height in pixels after resizing; a multiple of the patch.
  public var imageSize = 96
  /// How an image of any shape becomes a square.
  public var fit = PhotoFit.pad
  /// How images are resized.
  public var filter = PhotoFilter.bilinear
  /// Whether `imageSize` may be no multiple of the patch: what is no whole patch, right and below, is not seen then, as with SigLIP's patches of
  /// 14 pixels at 384.
  public var dropRemainder = false
  /// Width and height in pixels that images are kept at for training, before augmentation; 0 takes `imageSize`.
  public var cacheSize = 0
  /// GiB of images that are kept decoded.
  public var cacheGiB = 1.0
  /// Share of a photo's patches that a training step sees; fewer are faster.
  public var patchKeepRate = 0.5
  /// Whether images whose caption speaks of left or right may be mirrored.
  public var flipCaptionsWithSides = true
  /// What becomes of image files that end early or are damaged: refused, as if they could not be read, or accepted.
  public var truncated = DecodingOptions.Truncation.refuse
  /// Random changes in training; the evaluation sees images as they are.
  public var augmentation = AugmentationRecipe.affine(AffineRecipe())
  /// Random changes of images that an objective asks for once more.
  public var viewAugmentation = ViewAugmentationRecipe.same(UnchangedRecipe())

  public init() {}

  package static var fields: [RecipeField<ImageRecipe>] {
    [
      .value("imageSize", \.imageSize, in: 8...2048), .value("dropRemainder", \.dropRemainder), .value("fit", \.fit),
      .value("filter", \.filter),
      .value("cacheSize", \.cacheSize, in: 0...4096), .value("cacheGiB", \.cacheGiB, in: 0...1e6),
      .value("patchKeepRate", \.patchKeepRate, in: 0.01...1),
      .choice("augmentation", \.augmentation), .choice("viewAugmentation", \.viewAugmentation),
      .value("flipCaptionsWithSides", \.flipCaptionsWithSides),
      .value("truncated", \.truncated),
    ]
  }
}

extension DecodingOptions.Truncation: RecipeWord {}
