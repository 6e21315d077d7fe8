import Console
import TextRendering

/// What one caption is drawn with, from options or from a line of a batch.
struct RenderSettings: Hashable {
  /// Nominal text size: pixels, or unrounded font units.
  enum Size: Hashable {
    case pixels(Int)
    case unitsPerEm
  }

  var options: RendererOptions
  var size: Size
  var base: Inspection.Base
  /// Pixels a line may be long.
  var width: Int?
  /// `FILE` or `FILE:face`; nil takes the stack.
  var font: String?
  var fontStack: String?
  var fontFolders: [String]

  /// A renderer for these settings. Throws a sentence where an option is out of range or a font is missing.
  func makeRenderer() throws -> TextRenderer {
    var options = options
    if case .pixels(let size) = size { options.fontSize = size }
    if let width { options.columns = min(1024, max(1, (width + options.patchSize - 1) / options.patchSize)) }
    return try TextRenderer(
      fonts: fonts(), options: options,
      inspection: Inspection(base: base, lineLength: width, usesFontUnits: size == .unitsPerEm))
  }

  private func fonts() throws -> FontStack {
    guard let font else { return try FontStack.load(from: fontStack, fontFolders: fontFolders) }
    if let colon = font.lastIndex(of: ":"), let face = Int(font[font.index(after: colon)...]) {
      return try FontStack.single(file: String(font[..<colon]), face: face)
    }
    return try FontStack.single(file: font)
  }
}

extension RenderSettings.Size: OptionValue {
  static let placeholder = "pixels|upem"

  var argumentText: String? {
    switch self {
    case .pixels(let size): "\(size)"
    case .unitsPerEm: "upem"
    }
  }

  init?(argument word: String) {
    if word == "upem" {
      self = .unitsPerEm
    } else if let pixels = Int(word), (4...128).contains(pixels) {
      self = .pixels(pixels)
    } else {
      return nil
    }
  }
}

/// Words for the direction of a paragraph.
enum BaseWord: String, CaseIterable, OptionValue {
  case auto, ltr, rtl

  var base: Inspection.Base {
    switch self {
    case .auto: .automatic
    case .ltr: .leftToRight
    case .rtl: .rightToLeft
    }
  }
}
