import Corpora
import Images
import Schema

/// How training changes images.
public enum AugmentationRecipe: RecipeChoice {
  /// Turned, moved and tinted over white, as suits drawings.
  case affine(AffineRecipe)
  /// Cropped and changed in color, as suits photos.
  case crop(CropRecipe)
  /// As the evaluation sees them.
  case none(UnchangedRecipe)

  package static var kinds: [RecipeKind<AugmentationRecipe>] {
    [
      .kind("affine", AugmentationRecipe.affine) { if case .affine(let payload) = $0 { payload } else { nil } },
      .kind("crop", AugmentationRecipe.crop) { if case .crop(let payload) = $0 { payload } else { nil } },
      .kind("none", AugmentationRecipe.none) { if case .none(let payload) = $0 { payload } else { nil } },
    ]
  }
}

extension AugmentationRecipe {
  /// The changes as the loader makes them.
  ///
  /// - Parameter filter: how parts are brought to their size.
  func augmentation(filter: ResampleFilter) -> PhotoPreparation.Augmentation {
    switch self {
    case .affine(let recipe): .warp(recipe.augmentation)
    case .crop(let recipe): .transform(recipe.transform(filter: filter))
    case .none: .none
    }
  }
}

/// How training changes images that an objective asks for once more.
public enum ViewAugmentationRecipe: RecipeChoice {
  /// As it changes them at first.
  case same(UnchangedRecipe)
  /// Turned, moved and tinted over white, as suits drawings.
  case affine(AffineRecipe)
  /// Cropped and changed in color, as suits photos.
  case crop(CropRecipe)

  package static var kinds: [RecipeKind<ViewAugmentationRecipe>] {
    [
      .kind("same", ViewAugmentationRecipe.same) { if case .same(let payload) = $0 { payload } else { nil } },
      .kind("affine", ViewAugmentationRecipe.affine) { if case .affine(let payload) = $0 { payload } else { nil } },
      .kind("crop", ViewAugmentationRecipe.crop) { if case .crop(let payload) = $0 { payload } else { nil } },
    ]
  }

  /// The changes as the loader makes them; nil where they are those of `AugmentationRecipe`.
  ///
  /// - Parameter filter: how parts are brought to their size.
  func augmentation(filter: ResampleFilter) -> PhotoPreparation.Augmentation? {
    switch self {
    case .same: nil
    case .affine(let recipe): AugmentationRecipe.affine(recipe).augmentation(filter: filter)
    case .crop(let recipe): AugmentationRecipe.crop(recipe).augmentation(filter: filter)
    }
  }
}

/// No fields of its own.
public struct UnchangedRecipe: RecipeSection {
  public init() {}
  package static var fields: [RecipeField<UnchangedRecipe>] { [] }
}

/// Random changes to a drawing, each drawn evenly from its range.
public struct AffineRecipe: RecipeSection {
  /// Largest rotation either way, in radians.
  public var rotation = 0.25
  /// Smallest and largest side of what is seen, relative to the image's: above 1 shows it smaller.
  public var scaleLow = 0.85
  public var scaleHigh = 1.35
  /// Largest difference of the aspect ratio from 1.
  public var aspectJitter = 0.0
  /// Largest shift either way, as a part of the side.
  public var shift = 0.075
  /// Smallest and largest factor on each color channel.
  public var colorLow = 0.7
  public var colorHigh = 1.3
  /// Largest part of the color that is replaced by gray.
  public var grayscale = 0.7
  /// Probability that an image is flipped left to right.
  public var flipProbability = 0.0

  public init() {}

  package static var fields: [RecipeField<AffineRecipe>] {
    [
      .value("rotation", \.rotation, in: 0...3.15), .value("scaleLow", \.scaleLow, in: 0.1...10),
      .value("scaleHigh", \.scaleHigh, in: 0.1...10), .value("aspectJitter", \.aspectJitter, in: 0...1),
      .value("shift", \.shift, in: 0...1), .value("colorLow", \.colorLow, in: 0...4),
      .value("colorHigh", \.colorHigh, in: 0...4), .value("grayscale", \.grayscale, in: 0...1),
      .value("flipProbability", \.flipProbability, in: 0...1),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    guard scaleLow <= scaleHigh else {
      throw path.field("scaleLow").error("\(scaleLow) is more than scaleHigh, \(scaleHigh)")
    }
    guard colorLow <= colorHigh else {
      throw path.field("colorLow").error("\(colorLow) is more than colorHigh, \(colorHigh)")
    }
  }

  /// The changes over white.
  var augmentation: PhotoAugmentation {
    var changes = PhotoAugmentation()
    changes.rotation = Float(rotation)
    changes.extent = Float(scaleLow)...Float(scaleHigh)
    changes.stretch = Float(aspectJitter)
    changes.shift = Float(shift)
    changes.gain = Float(colorLow)...Float(colorHigh)
    changes.graying = 0...Float(grayscale)
    changes.mirrored = Float(flipProbability)
    return changes
  }
}

/// Random changes to a photo, in the order of the fields.
public struct CropRecipe: RecipeSection {
  /// Smallest and largest part of the photo's area that is seen.
  public var areaLow = 0.5
  public var areaHigh = 1.0
  /// Smallest and largest aspect ratio of that part, relative to the whole's.
  public var ratioLow = 0.75
  public var ratioHigh = 4.0 / 3
  /// Probability that a photo is flipped left to right.
  public var flipProbability = 0.5
  /// Operations of RandAugment a photo; 0 leaves it out.
  public var randAugment = 0
  /// Strength of those operations.
  public var magnitude = 10
  /// Probability of color jitter.
  public var colorJitterProbability = 0.0
  /// How far brightness, contrast and saturation may move from 1, and the hue from 0.
  public var brightness = 0.4
  public var contrast = 0.4
  public var saturation = 0.4
  public var hue = 0.1
  /// Probability that a photo loses its color.
  public var grayscale = 0.0
  /// Probability of a blur.
  public var blurProbability = 0.0

  public init() {}

  package static var fields: [RecipeField<CropRecipe>] {
    [
      .value("areaLow", \.areaLow, in: 0.001...1), .value("areaHigh", \.areaHigh, in: 0.001...1),
      .value("ratioLow", \.ratioLow, in: 0.1...10), .value("ratioHigh", \.ratioHigh, in: 0.1...10),
      .value("flipProbability", \.flipProbability, in: 0...1), .value("randAugment", \.randAugment, in: 0...16),
      .value("magnitude", \.magnitude, in: 0...20),
      .value("colorJitterProbability", \.colorJitterProbability, in: 0...1),
      .value("brightness", \.brightness, in: 0...1), .value("contrast", \.contrast, in: 0...1),
      .value("saturation", \.saturation, in: 0...1), .value("hue", \.hue, in: 0...0.5),
      .value("grayscale", \.grayscale, in: 0...1), .value("blurProbability", \.blurProbability, in: 0...1),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    guard areaLow <= areaHigh else {
      throw path.field("areaLow").error("\(areaLow) is more than areaHigh, \(areaHigh)")
    }
    guard ratioLow <= ratioHigh else {
      throw path.field("ratioLow").error("\(ratioLow) is more than ratioHigh, \(ratioHigh)")
    }
  }

  func transform(filter: ResampleFilter) -> PhotoTransform {
    PhotoTransform(
      crop: RandomResizedCrop(area: areaLow...areaHigh, aspectRatio: ratioLow...ratioHigh), filter: filter,
      mirrored: flipProbability,
      randAugment: randAugment > 0 ? RandAugment(operations: randAugment, magnitude: magnitude) : nil,
      jitter: colorJitterProbability > 0 || grayscale > 0
        ? ColorJitter(
          probability: colorJitterProbability, brightness: brightness, contrast: contrast, saturation: saturation,
          hue: hue,
          gray: grayscale
        ) : nil,
      blur: blurProbability > 0 ? RandomBlur(probability: blurProbability) : nil)
  }
}
