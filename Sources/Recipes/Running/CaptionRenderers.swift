import Console
import Corpora
import TextRendering

/// Makes text renderers of one kind, one for each thread that draws captions.
public struct CaptionRenderers {
  /// What the pages depend on; a model is bound to it.
  public let contract: RendererContract
  /// The fonts themselves, for writing that no model reads.
  let fonts: FontStack
  private let options: RendererOptions

  /// Finds the fonts of a recipe and reads them once. Throws a sentence when a font is missing or broken.
  public init(_ recipe: Recipe) throws {
    fonts = try FontStack.load(from: recipe.page.fonts, fontFolders: recipe.page.fontFolders)
    options = recipe.page.options(patch: recipe.model.patch)
    contract = try TextRenderer(fonts: fonts, options: options).contract
  }

  /// A renderer for one thread.
  public func make() throws -> any PageDrawing { try TextRenderer(fonts: fonts, options: options) }

  /// The contract as checkpoints and summaries keep it.
  var contractJSON: JSONValue {
    get throws { try JSONValue(parsing: contract.json, source: "the renderer's contract") }
  }
}
