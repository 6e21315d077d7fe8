import Console
import Files
import FoundationEssentials
import JSON
import Recipes
import TextRendering

/// A model that indexes images and reads queries, and what an index keeps of it.
public struct IndexModel {
  public let model: RunModel
  /// Which checkpoint, renderer, tokenizer and preparation of photos vectors depend on.
  private let contract: JSONValue
  private let run: String

  private static let modelFile = "model.safetensors"

  /// Loads the model of a run's folder, or of one checkpoint in it.
  ///
  /// Throws a sentence when there is none, it is damaged, or it was trained with another renderer.
  public init(path: String, options: LoadingOptions = LoadingOptions()) throws {
    let path = AbsolutePath.of(path)
    var options = options
    var folder = RunFolder(path: path)
    if FileManager.default.fileExists(atPath: "\(path)/\(Self.modelFile)") {
      options.checkpoint = path
      folder = RunFolder(path: AbsolutePath.of(path + "/../.."))
    } else {
      options.checkpoint = try folder.modelCheckpoint()
    }
    let (model, checkpoint) = try RunModel.load(folder, options: options)
    try self.init(model, of: folder, checkpoint: options.checkpoint ?? path, step: checkpoint.step)
  }

  /// A model that is loaded.
  ///
  /// - Parameters:
  ///   - checkpoint: the folder of the one that it is in, and the step of that.
  init(_ model: RunModel, of folder: RunFolder, checkpoint: String, step: Int) throws {
    let hash = try Checksum.of(fileAt: "\(checkpoint)/\(Self.modelFile)")
    self.model = model
    run = AbsolutePath.of(folder.path)
    contract = [
      "step": .integer(step), "checkpoint": .string(Checksum.text(hash)),
      "image": model.recipe.json["image"] ?? .null, "renderer": try model.readers.rendererContract,
      "tokenizer": model.readers.tokenizerContract,
    ]
  }

  /// What a new index keeps: what its vectors depend on, where the run is, and where the index is.
  public func header(ofIndex path: String) -> JSONValue {
    let places = IndexPlaces(index: path, model: nil)
    let own = [
      JSONMember("run", .string(places.kept(run))), JSONMember("folder", .string(places.folder)),
    ]
    return .object(own + (contract.objectValue ?? []))
  }

  /// Throws, naming what differs, where an index was made by another model.
  public func require(_ kept: JSONValue, index path: String) throws {
    let names = [
      "checkpoint": "the checkpoint", "image": "how images are prepared", "renderer": "the renderer",
      "tokenizer": "the tokenizer",
    ]
    // An index of an earlier version names the section and its fields otherwise.
    let kept = FormerKeys.current(kept)
    var differing = ["checkpoint", "image", "tokenizer"].filter { kept[$0] != contract[$0] }
    if rendererDiffers(from: kept["renderer"]) { differing.append("renderer") }
    guard !differing.isEmpty else { return }
    let what = differing.compactMap { names[$0] }.joined(separator: ", ")
    throw CommandError(
      "\(path): the index was made by another model (\(what)): by step \(kept["step"]?.intValue ?? 0) of "
        + "\(Self.run(ofIndex: path, model: kept) ?? "a run unknown"); name that one with --run or --checkpoint, or another file with --index"
    )
  }

  /// Other versions of libraries that draw the same are no difference.
  private func rendererDiffers(from kept: JSONValue?) -> Bool {
    guard kept != contract["renderer"] else { return false }
    guard model.readers.tokenizer == nil, let kept, let theirs = try? RendererContract(json: kept.compactText) else {
      return true
    }
    return !model.readers.renderers.contract.differences(from: theirs).isEmpty
  }

  /// Where the run is whose model made an index.
  public static func run(ofIndex path: String, model kept: JSONValue) -> String? {
    kept["run"]?.stringValue.map(IndexPlaces(index: path, model: kept).found)
  }
}
