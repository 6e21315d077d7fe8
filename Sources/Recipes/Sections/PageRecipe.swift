import Models
import Schema
import Tensors

/// The tower that reads drawn captions where images have another: `model.tower` `twinPages`. What is left out is the image
/// tower's, so that the two are alike where nothing is said.
public struct PageRecipe: RecipeSection {
  /// A size from the table of vision transformers; it stands for the four numbers below.
  public var variant: TowerVariant?
  public var width: Int?
  public var depth: Int?
  public var heads: Int?
  public var mlp: Int?
  /// Side of a page's patch in pixels; that of an image's need not be the same.
  public var patch: Int?
  public var pooling: EncoderConfiguration.Pooling?
  public var architecture: ImageArchitecture?
  public var gelu: GELUForm?
  /// Size of the grid of learned positions.
  public var gridRows: Int?
  public var gridColumns: Int?
  /// Whether the tower begins as a clone of the image tower, patch embedding and positions included.
  public var initializeFromImageTower = false

  public init() {}

  package static var fields: [RecipeField<PageRecipe>] {
    [
      .value("variant", \.variant), .value("width", \.width), .value("depth", \.depth), .value("heads", \.heads),
      .value("mlp", \.mlp), .value("patch", \.patch), .value("pooling", \.pooling),
      .value("architecture", \.architecture), .value("gelu", \.gelu), .value("gridRows", \.gridRows),
      .value("gridColumns", \.gridColumns), .value("initializeFromImageTower", \.initializeFromImageTower),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    let numbers = [
      ("width", width, 8...16384), ("depth", depth, 1...256), ("heads", heads, 1...256), ("mlp", mlp, 8...65536),
      ("patch", patch, 4...64), ("gridRows", gridRows, 1...256), ("gridColumns", gridColumns, 1...256),
    ]
    for (name, value, range) in numbers {
      guard let value, !range.contains(value) else { continue }
      throw path.field(name).error(
        "\(value) is out of range; allowed: \(range.lowerBound) to \(range.upperBound), or null")
    }
    if let pooling, ![.mean, .map].contains(pooling) {
      throw path.field("pooling").unknownWord(pooling.rawValue, allowed: ["mean", "map"])
    }
    guard let variant else { return }
    let size = variant.size
    let pairs = [
      ("width", width, size.width), ("depth", depth, size.depth), ("heads", heads, size.heads), ("mlp", mlp, size.mlp),
    ]
    for (name, given, expected) in pairs {
      guard let given, given != expected else { continue }
      throw path.field(name).error(
        "\(given) contradicts variant \(variant.rawValue), whose \(name) is \(expected); leave one of them out")
    }
  }
}

extension ModelRecipe {
  /// The tower that reads pages. Of a model that reads tokens it is the image tower, by whose patches pages are drawn for people.
  public var pageConfiguration: TowerConfiguration {
    guard tower == .twinPages else { return configuration }
    let size = page.variant?.size
    let pageWidth = page.width ?? size?.width ?? width
    // A width of its own with nothing said of the hidden layer keeps the image tower's proportion.
    let hidden = page.mlp ?? size?.mlp ?? (page.width == nil ? mlp : max(8, pageWidth * mlp / width))
    let plain = TowerConfiguration(
      width: pageWidth, depth: page.depth ?? size?.depth ?? depth, heads: page.heads ?? size?.heads ?? heads,
      mlp: hidden, patch: page.patch ?? patch, pooling: page.pooling ?? pooling, embedding: embedding,
      gridRows: page.gridRows ?? gridRows, gridColumns: page.gridColumns ?? gridColumns)
    // An architecture of its own brings its own GELU.
    return (page.architecture ?? architecture).styled(plain, gelu: page.gelu ?? (page.architecture == nil ? gelu : nil))
  }

  /// Checks what the tower makes of the page section.
  func validatePage(at path: RecipePath) throws(RecipeError) {
    let path = path.field("page")
    guard tower == .twinPages else {
      guard page == PageRecipe() else {
        throw path.error(
          "only model.tower twinPages reads pages with a tower of their own; set that, or leave this out")
      }
      return
    }
    let (image, configuration) = (configuration, pageConfiguration)
    guard configuration.width % configuration.heads == 0 else {
      throw path.field("heads").error(
        "\(configuration.heads) heads do not divide a width of \(configuration.width) evenly")
    }
    guard page.pooling == nil || !configuration.hasClassToken else {
      throw path.field("pooling").error(
        "CLIP's architecture takes its class token; leave this out, or set model.page.architecture to vit")
    }
    guard page.initializeFromImageTower else { return }
    let different = configuration.differences(from: image)
    guard different.isEmpty else {
      throw path.field("initializeFromImageTower").error(
        "a clone of the image tower cannot differ from it in \(different.joined(separator: ", ")); leave these fields out of "
          + "model.page")
    }
  }
}
