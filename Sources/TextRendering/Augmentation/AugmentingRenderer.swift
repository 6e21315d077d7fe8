/// Draws captions a little differently for every seed. One renderer serves one thread.
public final class AugmentingRenderer {
  /// The usual stack, then the others.
  private let fonts: [FontStack]
  private let options: RendererOptions
  private let augmentation: PageAugmentation
  /// By font stack, font size in pixels, weight in thousandths and patches of a page; made when first drawn from.
  private var renderers: [RendererKey: TextRenderer] = [:]

  private struct RendererKey: Hashable {
    var font: Int
    var size: Int
    var weight: Int
    var rows: Int
    var columns: Int
  }

  /// - Parameters:
  ///   - fonts: draws captions that do not vary.
  ///   - otherFonts: stacks that take turns with `fonts`, each as often.
  ///
  /// Throws where an option is out of range.
  public init(
    fonts: FontStack, otherFonts: [FontStack] = [], options: RendererOptions, augmentation: PageAugmentation
  ) throws {
    try options.validate()
    try augmentation.validate()
    self.fonts = [fonts] + otherFonts
    self.options = options
    self.augmentation = augmentation
  }

  /// The caption as evaluation sees it, without any change.
  public func plainPage(for caption: String, language: String) throws -> Page {
    try renderer(font: 0, options).page(for: caption, language: language)
  }

  /// The caption as the seed says; the same seed gives the same bytes. What is moved off the page is counted as cut off.
  public func page(for caption: String, language: String, seed: UInt64) throws -> Page {
    guard !augmentation.isNone || fonts.count > 1 else { return try plainPage(for: caption, language: language) }
    let variation = PageVariation(augmentation, fonts: fonts.count, seed: seed)
    let page = try renderer(font: variation.font, varied(variation)).page(for: caption, language: language)
    let (foreground, background) = tones(variation)
    let toned = page.toned(from: options, foreground: foreground, background: background)
    return toned.moved(
      x: variation.shiftX, y: variation.shiftY, rotation: variation.rotation, keepBlankPatches: options.keepBlankPatches
    )
  }

  private func renderer(font: Int, _ options: RendererOptions) throws -> TextRenderer {
    let key = RendererKey(
      font: font, size: options.fontSize, weight: options.weight, rows: options.rows, columns: options.columns)
    if let known = renderers[key] { return known }
    let made = try TextRenderer(fonts: fonts[font], options: options)
    renderers[key] = made
    return made
  }

  private func varied(_ variation: PageVariation) -> RendererOptions {
    let share = Double(variation.sizeStep) / Double(PageVariation.steps)
    let factor = augmentation.size.lowerBound + share * (augmentation.size.upperBound - augmentation.size.lowerBound)
    var varied = options
    varied.fontSize = min(128, max(4, Int((Double(options.fontSize) * factor).rounded())))
    varied.weight = min(100, options.weight + augmentation.weight * variation.weightStep / PageVariation.steps)
    // Lines run along rows, or down columns.
    let along: WritableKeyPath<RendererOptions, Int> = options.writing == .vertical ? \.rows : \.columns
    let shorter = augmentation.narrowing * variation.narrowingStep / PageVariation.steps
    varied[keyPath: along] = max(1, options[keyPath: along] - shorter)
    return varied
  }

  /// Ink and background, moved towards each other but never past their middle.
  private func tones(_ variation: PageVariation) -> (foreground: UInt8, background: UInt8) {
    let (foreground, background) = (Int(options.foreground), Int(options.background))
    let most = max(0, abs(background - foreground) / 2 - 8)
    let direction = foreground <= background ? 1 : -1
    return (
      UInt8(clamping: foreground + direction * min(variation.foreground, most)),
      UInt8(clamping: background - direction * min(variation.background, most))
    )
  }
}
