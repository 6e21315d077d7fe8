import Application
import Console
import Corpora
import Models
import Pretrained
import Recipes
import Tensors
import Tokenizers

/// Takes over released weights.
struct ImportCommand: Command {
  static let name = "import"
  static let summary = "Released weights of CLIPPO, CLIP, Chinese-CLIP, open_clip or SigLIP as a run."
  static let examples = [
    CommandExample("clippo-weights import large.npz --grid 24 --out runs/at-384", "for images of 384 pixels"),
    CommandExample(
      "clippo-weights import chinese-clip/model.safetensors --tokenizer chinese-clip/vocab.txt --lang zh --out runs/cn-clip",
      "two towers of other packages"),
    CommandExample(
      "clippo-weights import siglip/model.safetensors --tokenizer siglip/spiece.model --out runs/siglip",
      "SigLIP, also as open_clip and big_vision write it"),
  ]

  @Argument("file of weights (.npz or .safetensors), or a folder with one") var file: FilePath = ""
  @Option("folder of the new run", required: true) var out: FilePath = ""
  @Option("language of captions that nothing else gives one", placeholder: "tag") var lang = "en"
  @Option("rows and columns of the position table, resized; the file's by default", in: 1...256) var grid: Int?
  @Option(
    "vocabulary of two towers: CLIP's merges, BERT's vocab.txt or SentencePiece's .model; that beside the weights by default"
  )
  var tokenizer: FilePath?
  @Option("heads of the image tower; the configuration's by default", in: 1...256) var heads: Int?
  @Option("heads of the text tower, likewise", in: 1...256) var textHeads: Int?
  @Option("GELU of both towers; sigmoid is that of OpenAI's weights")
  var activation: GELUForm?
  @Option("GELU of the text tower where it differs") var textActivation: GELUForm?
  @Option("name under which open_clip knows the weights, as laion2b_s32b_b82k or ViT-L-14:laion2b_s32b_b82k")
  var pretrained: String?
  @Option("settings of the weights' package, or of their training where it differed")
  var form = ImportForm.package
  @Option("whose cleaning of texts to follow") var texts: TextCleaningSource?
  @Option("what fills SigLIP's texts up: the end, or padding as in SigLIP 2") var fill: FillingWord?
  @Option("mean and deviation that pixels are normalized by")
  var pixels: PixelWord?
  @Option("pixels along each side of an image", in: 8...2048) var side: Int?
  @Option("how an image becomes a square") var fit: PhotoFit?
  @Option("how images are resized") var filter: PhotoFilter?
  @Option("token that becomes a text's embedding in big_vision's two towers")
  var textPooling = EncoderConfiguration.Pooling.last
  @Option("precision of the run; automatic is faster, and some thousandths off")
  var precision = PrecisionWord.automatic
  @Option("worker threads; 0 takes every core", in: 0...1024) var threads = 0

  func run() throws {
    var taking = WeightImport()
    taking.language = lang
    taking.grid = grid
    taking.threads = threads
    taking.tokenizer = tokenizer?.string
    (taking.heads, taking.textHeads) = (heads, textHeads)
    (taking.activation, taking.textActivation) = (activation, textActivation)
    taking.pretrained = pretrained
    (taking.form, taking.texts, taking.filling) = (form, texts, fill)
    (taking.pixels, taking.side, taking.fit, taking.filter) = (pixels, side, fit, filter)
    taking.textPooling = textPooling
    taking.precision = precision
    let result = try taking.take(file.string, into: RunFolder(path: out.string))
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
}

extension GELUForm: OptionValue {}
extension PrecisionWord: OptionValue {}
extension EncoderConfiguration.Pooling: OptionValue {}
extension ImportForm: OptionValue {}
extension TextCleaningSource: OptionValue {}
extension FillingWord: OptionValue {}
extension PixelWord: OptionValue {}
extension PhotoFit: OptionValue {}
extension PhotoFilter: OptionValue {}
