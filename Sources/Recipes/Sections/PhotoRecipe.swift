import Corpora
import Pixels

/// How pictures are seen.
public struct PhotoRecipe: RecipeSection {
  /// Width and height in pixels after resizing; a multiple of the patch.
  public var side = 96
  /// How a picture of any shape becomes a square.
  public var fit = PhotoFit.pad
  /// How pictures are resized.
  public var filter = PhotoFilter.bilinear
  /// Width and height in pixels that pictures are kept at for training, before augmentation; 0 takes `side`.
  public var workingSide = 0
  /// GiB of pictures that are kept decoded.
  public var memory = 1.0
  /// Share of a photo's patches that a training step sees; fewer are faster.
  public var share = 0.5
  /// Random changes in training; the evaluation sees pictures as they are.
  public var augmentation = AugmentationRecipe()

  public init() {}

  static var fields: [RecipeField<PhotoRecipe>] {
    [
      .value("side", \.side, in: 8...2048), .value("fit", \.fit), .value("filter", \.filter),
      .value("workingSide", \.workingSide, in: 0...4096), .value("memory", \.memory, in: 0...1e6),
      .value("share", \.share, in: 0.01...1),
      .section("augmentation", \.augmentation),
    ]
  }
}

extension PhotoFit: RecipeWord {}

/// How pictures are resized.
public enum PhotoFilter: String, RecipeWord {
  /// Mean over the area that a pixel covers.
  case area
  /// Triangle as wide as the reduction asks for.
  case bilinear
  /// The nearest two pixels a direction, whatever the reduction, as CLIPPO does.
  case plain

  var filter: ResampleFilter {
    switch self {
    case .area: .area
    case .bilinear: .bilinear
    case .plain: .bilinearPlain
    }
  }
}

/// Random changes to a picture, each drawn evenly from its range.
public struct AugmentationRecipe: RecipeSection {
  /// Largest rotation either way, in radians.
  public var rotation = 0.25
  /// Smallest and largest side of what is seen, relative to the picture's: above 1 shows it smaller.
  public var scaleLow = 0.85
  public var scaleHigh = 1.35
  /// Largest difference of the aspect ratio from 1.
  public var stretch = 0.0
  /// Largest shift either way, as a part of the side.
  public var shift = 0.075
  /// Smallest and largest factor on each colour channel.
  public var colorLow = 0.7
  public var colorHigh = 1.3
  /// Largest part of the colour that is replaced by grey.
  public var grey = 0.7
  /// Share of pictures that are mirrored.
  public var mirrored = 0.0

  public init() {}

  static var fields: [RecipeField<AugmentationRecipe>] {
    [
      .value("rotation", \.rotation, in: 0...3.15), .value("scaleLow", \.scaleLow, in: 0.1...10),
      .value("scaleHigh", \.scaleHigh, in: 0.1...10), .value("stretch", \.stretch, in: 0...1),
      .value("shift", \.shift, in: 0...1), .value("colorLow", \.colorLow, in: 0...4),
      .value("colorHigh", \.colorHigh, in: 0...4), .value("grey", \.grey, in: 0...1),
      .value("mirrored", \.mirrored, in: 0...1),
    ]
  }

  func validate(at path: RecipePath) throws(RecipeError) {
    guard scaleLow <= scaleHigh else {
      throw path.field("scaleLow").error("\(scaleLow) is more than scaleHigh, \(scaleHigh)")
    }
    guard colorLow <= colorHigh else {
      throw path.field("colorLow").error("\(colorLow) is more than colorHigh, \(colorHigh)")
    }
  }
}

extension AugmentationRecipe {
  /// The changes as the loader makes them, over white.
  public var augmentation: PhotoAugmentation {
    var changes = PhotoAugmentation()
    changes.rotation = Float(rotation)
    changes.extent = Float(scaleLow)...Float(scaleHigh)
    changes.stretch = Float(stretch)
    changes.shift = Float(shift)
    changes.gain = Float(colorLow)...Float(colorHigh)
    changes.greying = 0...Float(grey)
    changes.mirrored = Float(mirrored)
    return changes
  }
}
