import Recipes
import Corpora
import JSON
import TextRendering

/// Makes text renderers of one kind, one for each thread that draws captions.
public struct CaptionRenderers {
  /// What the pages depend on; a model is bound to it.
  public let contract: RendererContract
  /// The fonts themselves, for writing that no model reads.
  let fonts: FontStack
  private let options: RendererOptions
  /// How training varies pages.
  private let variation: Variation
  /// How it varies those of captions that a batch shows once more.
  private let furtherVariation: Variation
  /// Files and options of the Unifont renderer, where the recipe asks for it.
  private let unifont: (folders: [String], options: UnifontOptions)?

  /// Finds the fonts of a recipe and reads them once. Throws a sentence when a font is missing or broken.
  public init(_ recipe: Recipe) throws {
    fonts = try FontStack.load(from: recipe.rendering.fonts, fontFolders: recipe.rendering.fontFolders)
    options = recipe.rendering.options(patch: recipe.model.pageConfiguration.patch)
    variation = try Variation(recipe.rendering.augmentation, fontFolders: recipe.rendering.fontFolders)
    let further = try Variation(recipe.rendering.viewAugmentation, fontFolders: recipe.rendering.fontFolders)
    furtherVariation = further.isNone ? variation : further
    let varies = !variation.isNone || !furtherVariation.isNone
    switch recipe.rendering.renderer {
    case .shaped:
      unifont = nil
      contract = try TextRenderer(fonts: fonts, options: options).contract
    case .unifont:
      guard !varies else {
        throw RenderingError(
          "Unifont's pages are not varied: leave rendering.augmentation and rendering.viewAugmentation out, or set "
            + "rendering.renderer to shaped.")
      }
      guard recipe.model.pageConfiguration.patch == 16 else {
        let field = recipe.model.tower == .twinPages ? "model.page.patch" : "model.patch"
        throw RenderingError(
          "Unifont's cells need patches of 16 pixels: set \(field) to 16 or rendering.renderer to shaped.")
      }
      let folders = recipe.rendering.fontFolders
      unifont = (folders, recipe.rendering.unifontOptions)
      contract = try UnifontRenderer(table: .installed(fontFolders: folders), options: recipe.rendering.unifontOptions)
        .contract
    }
  }

  /// Random changes of pages.
  private struct Variation {
    let augmentation: PageAugmentation
    /// Stacks that take turns with the usual one.
    let fonts: [FontStack]
    var isNone: Bool { augmentation.isNone && fonts.isEmpty }

    init(_ recipe: RenderingAugmentationRecipe, fontFolders: [String]) throws {
      augmentation = recipe.augmentation
      fonts = try recipe.fonts.map { try FontStack.load(from: $0, fontFolders: fontFolders) }
    }
  }

  /// A renderer for one thread.
  public func make() throws -> any PageDrawing { try make(variation) }

  /// A renderer for one thread of captions that a batch shows once more.
  public func makeAgain() throws -> any PageDrawing { try make(furtherVariation) }

  private func make(_ variation: Variation) throws -> any PageDrawing {
    guard let unifont else {
      return variation.isNone
        ? try TextRenderer(fonts: fonts, options: options)
        : try AugmentingRenderer(
          fonts: fonts, otherFonts: variation.fonts, options: options, augmentation: variation.augmentation)
    }
    return try UnifontRenderer(table: .installed(fontFolders: unifont.folders), options: unifont.options)
  }

  /// The contract as checkpoints and summaries keep it.
  var contractJSON: JSONValue {
    get throws { try JSONValue(parsing: contract.json, source: "the renderer's contract") }
  }
}
