import Images
import TextRendering

/// Writes the names below the images of a contact sheet, in any script, two lines at most.
public final class SheetCaptions {
  private let renderer: TextRenderer

  /// Patch side of the captions' pages, in pixels: the height of a line.
  private static let line = 16

  /// - Throws: where ICU's data is missing.
  public init(fonts: FontStack) throws {
    let options = RendererOptions(
      patchSize: Self.line, rows: 2, columns: ContactSheet.imageSide / Self.line, fontSize: 13,
      foreground: ContactSheet.inkGray, background: ContactSheet.paperGray)
    renderer = try TextRenderer(fonts: fonts, options: options)
  }

  /// `name` as an image as wide as an image's frame; what needs more than two lines is cut.
  ///
  /// - Parameter language: a tag such as `zh`; decides among forms that scripts share.
  /// - Throws: where a font file is broken.
  public func caption(for name: String, language: String) throws -> PixelImage {
    try renderer.page(for: name, language: language).canvas()
  }
}
