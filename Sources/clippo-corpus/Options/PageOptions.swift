import Console
import Corpora
import Recipes
import TextRendering

/// The size of the pages that captions are drawn on.
struct PageOptions: OptionGroup {
  @Option("patch rows of a page", in: 1...1024) var rows = 6
  @Option("patch columns of a page", in: 1...1024) var columns = 14

  func rendererMaker() throws -> () throws -> any PageDrawing {
    let fonts = try FontStack.load(from: nil)
    let options = RendererOptions(rows: rows, columns: columns)
    return { try TextRenderer(fonts: fonts, options: options) }
  }
}

/// How images and captions are seen: as a recipe says, or as by default on pages of a size.
struct SeenAs: OptionGroup {
  @Option("recipe whose images and pages are seen; the default one with --rows and --columns by default")
  var config: FilePath?
  var page = PageOptions()

  func validate() throws {
    if let config { try page.refuse("\(config) says how large pages are") }
  }

  func recipe() throws -> Recipe {
    var recipe = try Recipe.load(file: config?.string)
    if config == nil { (recipe.rendering.rows, recipe.rendering.columns) = (page.rows, page.columns) }
    return recipe
  }
}
