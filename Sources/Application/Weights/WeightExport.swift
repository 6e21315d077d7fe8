import Autograd
import Corpora
import Evaluation
import Files
import Images
import JSON
import Models
import Runtime
import Tensors
import TextRendering

/// Writes a run's model for other programs: `model.safetensors` with every parameter in float32, and `model.json`, which says what
/// the numbers mean. `docs/read_weights.py` reads the two with numpy alone.
///
/// `example.npz` holds the patches of one caption (or its tokens) and of one image with their embeddings, so that a reader can be
/// held against this program.
public struct WeightExport {
  private let model: RunModel
  private let step: Int

  public init(_ folder: RunFolder, options: LoadingOptions = LoadingOptions()) throws {
    let (model, checkpoint) = try RunModel.load(folder, options: options)
    self.model = model
    step = checkpoint.step
  }

  /// Writes the three files into a folder, which is made where it is missing. Returns their paths.
  ///
  /// - Parameter caption: of the example.
  public func write(to folder: String, caption: String) throws -> [String] {
    let disk = Disk()
    try disk.makeFolder(folder)
    let paths = ["model.safetensors", "model.json", "example.npz"].map { "\(folder)/\($0)" }
    try SafetensorsFile.write(
      model.tower.parameters.arrays, metadata: ["format": "clippo", "step": "\(step)"], to: paths[0], disk: disk)
    try AtomicFile.write(json.prettyText + "\n", to: paths[1], disk: disk)
    try NumpyArchive.write(example(caption), to: paths[2], disk: disk)
    return paths
  }

  /// What the parameters are part of.
  var json: JSONValue {
    get throws {
      let recipe = model.recipe
      return [
        "format": "clippo", "version": 1, "step": .integer(step), "name": .string(recipe.name),
        "tower": .string(recipe.model.tower.rawValue), "patch": .integer(recipe.model.patch),
        "grid": [.integer(recipe.model.gridRows), .integer(recipe.model.gridColumns)],
        "vision": Self.json(model.tower.vision.encoder),
        "page": model.tower.sharesPatches ? .null : Self.json(page: model.tower.vision(for: .text)),
        "text": model.tower.text.map { text in
          guard case .object(let members) = Self.json(text.encoder) else { return .null }
          return .object(
            members + [
              JSONMember("vocabulary", .integer(text.vocabulary)), JSONMember("context", .integer(text.context)),
            ])
        } ?? .null,
        "parameters": .object(
          model.tower.parameters.parameters.map { parameter in
            JSONMember(parameter.name, .array(parameter.shape.axes.map { .integer($0) }))
          }),
        "pixels": "values 0…255 / 127.5 - 1; a patch is its pixels row by row, red, green, blue of each",
        "renderer": try model.readers.rendererContract, "tokenizer": model.readers.tokenizerContract,
        "recipe": recipe.json,
      ]
    }
  }

  /// A tower that pages have for themselves.
  private static func json(page: TowerConfiguration) -> JSONValue {
    .object(
      (json(page.encoder).objectValue ?? []) + [
        JSONMember("patch", .integer(page.patch)),
        JSONMember("grid", .array([.integer(page.gridRows), .integer(page.gridColumns)])),
      ])
  }

  private static func json(_ encoder: EncoderConfiguration) -> JSONValue {
    [
      "width": .integer(encoder.width), "depth": .integer(encoder.depth), "heads": .integer(encoder.heads),
      "mlp": .integer(encoder.mlp), "embedding": .integer(encoder.embedding),
      "pooling": .string(encoder.pooling.rawValue),
      "norms": .string(encoder.norms.rawValue), "causal": .bool(encoder.isCausal),
      "epsilon": .number(Double(encoder.epsilon)),
      "gelu": .string("\(encoder.activation)"), "norms_input": .bool(encoder.normsInput),
      "head_bias": .bool(encoder.hasHeadBias),
    ]
  }

  /// One caption and one image of noise, with what the model makes of them in float32.
  private func example(_ caption: String) throws -> [ArrayEntry] {
    let embedder = TowerEmbedder(tower: model.tower, backend: model.compute.backend, activation: .float32)
    let read = try model.readers.make().read(caption, language: model.recipe.languages[0], seed: nil)
    let side = model.recipe.model.patch
    var generator = SeededGenerator(seed: 1)
    var photo = PatchSequence(patchSize: side, rows: [0, 0, 1], columns: [0, 1, 1])
    photo.pixels = (0..<3 * photo.patchWidth).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    let table = try embedder.embed([photo], as: .image, ids: ["photo"])
    let text = try embedder.embed([read.sequence], ids: [caption])
    let width = model.recipe.model.embedding
    return try Self.arrays(photo, "photo") + Self.arrays(read.sequence) + [
      ArrayEntry(name: "photo_embedding", shape: Shape([width]), floats: table.values),
      ArrayEntry(name: "caption_embedding", shape: Shape([width]), floats: text.values),
    ]
  }

  private static func arrays(_ sequence: ModelSequence) throws -> [ArrayEntry] {
    switch sequence {
    case .patches(let patches): try arrays(patches, "caption")
    case .tokens(let tokens):
      [
        try ArrayEntry(
          name: "caption_tokens", shape: Shape([tokens.count]), floats: tokens.map { Float($0) })
      ]
    }
  }

  /// Pixels in -1…1 `[patches, patch · patch · 3]`, rows and columns `[patches]`.
  private static func arrays(_ patches: PatchSequence, _ name: String) throws -> [ArrayEntry] {
    [
      try ArrayEntry(
        name: "\(name)_patches", shape: Shape([patches.count, patches.patchWidth]),
        floats: patches.pixels.map { Float($0) / 127.5 - 1 }),
      try ArrayEntry(name: "\(name)_rows", shape: Shape([patches.count]), floats: patches.rows.map { Float($0) }),
      try ArrayEntry(name: "\(name)_columns", shape: Shape([patches.count]), floats: patches.columns.map { Float($0) }),
    ]
  }
}
