import Application
import Console
import Corpora
import Models
import Pretrained
import Recipes
import Tensors
import Tokenizers

@main
struct ClippoWeights: Command {
  static let name = "clippo-weights"
  static let summary = "Takes over released weights as a run, and writes a run's weights for other programs."
  static let examples = [
    CommandExample("clippo-weights info clippo_b16_yfcc100m.npz", "what a file of weights holds"),
    CommandExample(
      "clippo-weights import clippo_b16_yfcc100m.npz --out runs/clippo-b16",
      "CLIPPO's weights as a run for every command"),
    CommandExample("clippo-weights import large.npz --grid 24 --out runs/at-384", "for pictures of 384 pixels"),
    CommandExample(
      "clippo-weights import chinese-clip/model.safetensors --tokenizer chinese-clip/vocab.txt --lang zh --out runs/cn-clip",
      "two towers of other packages"),
    CommandExample(
      "clippo-weights import siglip/model.safetensors --tokenizer siglip/spiece.model --out runs/siglip",
      "SigLIP, also as open_clip and big_vision write it"),
    CommandExample("clippo-weights export runs/emoji-zh --out weights", "safetensors, JSON and an example"),
  ]

  enum Action: String, CaseIterable, OptionValue { case info, `import`, export }

  @Argument("what to do") var action = Action.info
  @Argument(
    "file of weights (.npz or .safetensors) or a folder with one, or for export the folder of a run; the newest one where it is left out"
  )
  var file: FilePath?
  @Option("folder to write: a new run, or the weights") var out: FilePath?
  @Option("language of captions that nothing else gives one") var lang = "en"
  @Option("rows and columns of the position table, resized; the file's where it is left out", in: 1...256) var grid:
    Int?
  @Option(
    "vocabulary of two towers: CLIP's merges (bpe_simple_vocab_16e6.txt, also .gz), BERT's vocab.txt or SentencePiece's .model; looked for beside the weights unless given"
  )
  var tokenizer: FilePath?
  @Option("heads of the image tower; by the configuration or the width unless given", in: 1...256) var heads: Int?
  @Option("heads of the text tower; by the configuration or the width unless given", in: 1...256) var textHeads: Int?
  @Option("GELU of both towers: erf, tanh, or sigmoid as in OpenAI's weights; by the configuration unless given")
  var activation: GELUForm?
  @Option("GELU of the text tower where it differs") var textActivation: GELUForm?
  @Option("name under which open_clip knows the weights, as laion2b_s32b_b82k or ViT-L-14:laion2b_s32b_b82k")
  var pretrained: String?
  @Option("habits of the package that the weights are kept for, or of the training where that did otherwise")
  var form = ImportForm.package
  @Option("whose habit texts follow: transformers, open-clip, big-vision, cn-clip, or Chinese-CLIP's scripts")
  var texts: TextHabit?
  @Option("token that SigLIP's texts are filled up with: the end, or padding as in SigLIP 2") var fill: FillingWord?
  @Option("how pixels are normalised: with OpenAI's mean and deviation, one half, ImageNet's, or not at all")
  var pixels: PixelWord?
  @Option("pixels a side of a picture", in: 8...2048) var side: Int?
  @Option("how a picture becomes a square") var fit: PhotoFit?
  @Option("how pictures are resized") var filter: PhotoFilter?
  @Option("token of a text that becomes its embedding in big_vision's two towers: last, first, or mean of all")
  var textPooling = TextPoolingWord.last
  @Option("in what the run computes; the machine's choice is faster and differs from float32 by some thousandths")
  var precision = PrecisionWord.automatic
  @Option("caption of the example") var caption = "a photo of a cat"
  @Option("worker threads; 0 takes every core", in: 0...1024) var threads = 0
  @Option("export although the fonts draw differently now") var anyRenderer = false

  func run() throws {
    switch action {
    case .info: try StandardStream.output.writeLine(WeightListing(file: given("info needs a file of weights")).text())
    case .import: try takeOver()
    case .export: try export()
    }
  }

  private func given(_ complaint: String) throws -> String {
    guard let file else { throw UsageError(complaint) }
    return file.string
  }

  private func takeOver() throws {
    let file = try given("import needs a file of weights, such as clippo_b16_yfcc100m.npz or model.safetensors")
    guard let out else { throw UsageError("import needs --out, the folder of the new run") }
    var taking = WeightImport()
    taking.language = lang
    taking.grid = grid
    taking.threads = threads
    taking.tokenizer = tokenizer?.string
    taking.heads = heads
    taking.textHeads = textHeads
    taking.activation = activation
    taking.textActivation = textActivation
    taking.pretrained = pretrained
    (taking.form, taking.texts, taking.filling) = (form, texts, fill)
    (taking.pixels, taking.side, taking.fit, taking.filter) = (pixels, side, fit, filter)
    taking.textPooling = textPooling
    taking.precision = precision
    let result = try taking.take(file, into: RunFolder(path: out.string))
    let model = result.recipe.model
    StandardStream.output.writeLine(
      "\(out.string): width \(model.width), depth \(model.depth), \(model.heads) heads, patch \(model.patch), "
        + "grid \(model.gridRows) × \(model.gridColumns), embedding \(model.embedding)")
    report(result)
  }

  private func report(_ result: WeightImport.Result) {
    guard !result.assumptions.isEmpty else { return }
    var table = TextTable([.left("taken for granted"), .left("as"), .left("because of")])
    for assumption in result.assumptions { table.add([assumption.what, assumption.value, assumption.origin]) }
    StandardStream.output.writeLine(table.text())
    for contradiction in result.contradictions { StandardStream.output.writeLine("note: \(contradiction)") }
  }

  private func export() throws {
    let run = try file.map { RunFolder(path: $0.string) } ?? RunFolder.newest()
    guard let out else { throw UsageError("export needs --out, the folder for the files") }
    let options = LoadingOptions(threads: threads, anyRenderer: anyRenderer)
    for path in try WeightExport(run, options: options).write(to: out.string, caption: caption) {
      StandardStream.output.writeLine(path)
    }
  }
}

extension GELUForm: OptionValue {}
extension PrecisionWord: OptionValue {}
extension TextPoolingWord: OptionValue {}
extension ImportForm: OptionValue {}
extension TextHabit: OptionValue {}
extension FillingWord: OptionValue {}
extension PixelWord: OptionValue {}
extension PhotoFit: OptionValue {}
extension PhotoFilter: OptionValue {}
