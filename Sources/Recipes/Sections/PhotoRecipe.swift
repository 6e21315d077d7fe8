import Corpora
import Images
import Schema

/// How pictures are seen.
public struct PhotoRecipe: RecipeSection {
  /// Width and height in pixels after resizing; a multiple of the patch.
  public var side = 96
  /// How a picture of any shape becomes a square.
  public var fit = PhotoFit.pad
  /// How pictures are resized.
  public var filter = PhotoFilter.bilinear
  /// Whether `side` may be no multiple of the patch: what is no whole patch, right and below, is not seen then, as with SigLIP's patches of
  /// 14 pixels at 384.
  public var dropsRest = false
  /// Width and height in pixels that pictures are kept at for training, before augmentation; 0 takes `side`.
  public var workingSide = 0
  /// GiB of pictures that are kept decoded.
  public var memory = 1.0
  /// Share of a photo's patches that a training step sees; fewer are faster.
  public var share = 0.5
  /// Whether pictures whose caption speaks of left or right may be mirrored.
  public var mirrorSides = true
  /// What becomes of picture files that end early or are damaged: refused, as if they could not be read, or accepted.
  public var truncated = DecodingOptions.Truncation.refuse
  /// Random changes in training; the evaluation sees pictures as they are.
  public var augmentation = AugmentationRecipe.warp(WarpRecipe())

  public init() {}

  package static var fields: [RecipeField<PhotoRecipe>] {
    [
      .value("side", \.side, in: 8...2048), .value("dropsRest", \.dropsRest), .value("fit", \.fit),
      .value("filter", \.filter),
      .value("workingSide", \.workingSide, in: 0...4096), .value("memory", \.memory, in: 0...1e6),
      .value("share", \.share, in: 0.01...1),
      .choice("augmentation", \.augmentation), .value("mirrorSides", \.mirrorSides), .value("truncated", \.truncated),
    ]
  }
}

extension PhotoFit: RecipeWord {}
extension PhotoFilter: RecipeWord {}
extension DecodingOptions.Truncation: RecipeWord {}
