import Pixels

/// Draws captions a little differently for every seed. One renderer serves one thread.
public final class AugmentingRenderer {
  private let fonts: FontStack
  private let options: RendererOptions
  private let augmentation: PageAugmentation
  /// By size step and weight step, made when first drawn from.
  private var renderers: [TextRenderer?]

  /// Throws where an option is out of range.
  public init(fonts: FontStack, options: RendererOptions, augmentation: PageAugmentation) throws {
    try options.validate()
    try augmentation.validate()
    self.fonts = fonts
    self.options = options
    self.augmentation = augmentation
    renderers = Array(repeating: nil, count: (PageVariation.steps + 1) * (PageVariation.steps + 1))
  }

  /// The caption as evaluation sees it, without any change.
  public func plainPage(for caption: String, language: String) throws -> Page {
    try renderer(options, at: 0, isPlain: true).page(for: caption, language: language)
  }

  /// The caption as the seed says; the same seed gives the same bytes. What is moved off the page is counted as cut off.
  public func page(for caption: String, language: String, seed: UInt64) throws -> Page {
    guard !augmentation.isNone else { return try plainPage(for: caption, language: language) }
    let variation = PageVariation(augmentation, seed: seed)
    let page = try renderer(for: variation).page(for: caption, language: language)
    let (ink, background) = tones(variation)
    let toned = page.toned(from: options, ink: ink, background: background)
    return toned.moved(
      x: variation.shiftX, y: variation.shiftY, rotation: variation.rotation, keepBlank: options.keepBlank)
  }

  private var plain: TextRenderer?

  private func renderer(_ options: RendererOptions, at index: Int, isPlain: Bool) throws -> TextRenderer {
    if let known = isPlain ? plain : renderers[index] { return known }
    let made = try TextRenderer(fonts: fonts, options: options)
    if isPlain { plain = made } else { renderers[index] = made }
    return made
  }

  private func renderer(for variation: PageVariation) throws -> TextRenderer {
    let share = Double(variation.sizeStep) / Double(PageVariation.steps)
    let factor = augmentation.size.lowerBound + share * (augmentation.size.upperBound - augmentation.size.lowerBound)
    var varied = options
    varied.fontSize = min(128, max(4, Int((Double(options.fontSize) * factor).rounded())))
    varied.weight = min(100, options.weight + augmentation.weight * variation.weightStep / PageVariation.steps)
    return try renderer(
      varied, at: variation.sizeStep * (PageVariation.steps + 1) + variation.weightStep, isPlain: false)
  }

  /// Ink and background, moved towards each other but never past their middle.
  private func tones(_ variation: PageVariation) -> (ink: UInt8, background: UInt8) {
    let (ink, background) = (Int(options.ink), Int(options.background))
    let most = max(0, abs(background - ink) / 2 - 8)
    let direction = ink <= background ? 1 : -1
    return (
      UInt8(clamping: ink + direction * min(variation.ink, most)),
      UInt8(clamping: background - direction * min(variation.background, most))
    )
  }
}
