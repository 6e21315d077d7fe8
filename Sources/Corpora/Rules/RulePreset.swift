import Schema

/// Rules that are published under one name.
public enum RulePreset: String, RecipeWord {
  /// No rule but those that are set one by one.
  case none
  /// ALIGN's (Jia et al. 2021, section 3): shorter side above 200 pixels, aspect ratio below 3, images of at most 1,000 captions, captions
  /// of at most 10 images, no n-gram outside the 100 million most frequent, 3 to 20 words.
  case align
  /// Wukong's (Gu et al. 2022, section 3), as far as pairs alone allow: shorter side above 200 pixels, aspect ratio of at most 3, captions
  /// of at most 10 images. Its limit of pairs per query and its masks over names need what pairs do not have.
  case wukong

  /// What the preset asks for; the length of captions in characters is ours, see `CaptionLength.usualCharacters`.
  var limits: RuleLimits {
    var limits = RuleLimits()
    switch self {
    case .none: break
    case .align:
      limits.minSide = 201
      limits.aspect = AspectLimit(value: 3, isAllowed: false)
      limits.captionsPerImage = 1_000
      limits.imagesPerCaption = 10
      limits.vocabularySize = 100_000_000
      limits.length = CaptionLength()
    case .wukong:
      limits.minSide = 201
      limits.aspect = AspectLimit(value: 3, isAllowed: true)
      limits.imagesPerCaption = 10
    }
    return limits
  }
}
