import Autograd
import Schema
import Tensors

/// A reader of drawn captions learns to say what the text tower of a finished model says of them, in front of that model's image
/// tower, which stays as it is: an index of images keeps working, and queries need no tokenizer any more.
///
/// With unit rows p of the pages and q of the teacher, the loss is
///
///     matching · mean |p - q|² / 2  +  contrast · CE(scale · p qᵀ)  +  images · CLIP(images, p)
///
/// where CE is the softmax cross-entropy of both directions, their mean. Without the last term no image is opened, so that captions
/// alone are enough.
public struct Distillation: ObjectiveKind, Objective, Hashable {
  package static let names = ["distillation"]

  /// Folder of the run that has the teacher: an imported model (`clippo-weights import`) or one that was trained here. It reads
  /// tokens.
  public var teacher = ""
  /// Weight of one minus the cosine of a page and its caption.
  public var matching = 1.0
  /// Weight of telling the captions of a batch apart.
  public var contrast = 1.0
  /// Weight of telling the images of a batch apart by their pages.
  public var images = 0.0
  /// On the cosines that tell apart; it is the teacher's where the run begins with the teacher's image tower.
  var scale = LogitScale(initial: 10)
  /// What becomes of pairs that show the same image or have the same caption.
  public var duplicates = DuplicateRule.masked
  /// Whether images, where their weight is not 0, are embedded once, before the first step.
  public var reuseImageEmbeddings = true

  public init() {}

  package static var fields: [RecipeField<Distillation>] {
    [
      .value("teacher", \.teacher), .value("matching", \.matching, in: 0...1000),
      .value("contrast", \.contrast, in: 0...1000), .value("images", \.images, in: 0...1000),
    ] + LogitScale.fields(\.scale) + [
      .value("duplicatePairs", \.duplicates), .value("reuseImageEmbeddings", \.reuseImageEmbeddings),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    try scale.validate(at: path)
    guard matching + contrast + images > 0 else {
      throw path.field("matching").error("is 0, and so are contrast and images; there would be nothing to learn")
    }
  }

  package var logits: LogitSettings { scale.settings() }

  package var requirements: ObjectiveRequirements {
    var requirements = ObjectiveRequirements()
    requirements.locksImageTower = true
    requirements.teacher = teacher
    requirements.reusesImageEmbeddings = images > 0 && reuseImageEmbeddings
    return requirements
  }

  public var requests: [ViewRequest] {
    [ViewRequest(.text)] + (matching + contrast > 0 ? [ViewRequest(.text, by: .teacher)] : [])
      + (images > 0 ? [ViewRequest(.image)] : [])
  }

  public func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    let pages = try input.embedding(.text)
    var terms: [(weight: Double, loss: Variable)] = []
    var metrics: [(name: String, value: Double)] = []
    if matching + contrast > 0 {
      let captions = try input.embedding(.text, by: .teacher)
      let cosine = try tape.scale(
        tape.sum(tape.multiply(pages, by: captions)), by: 1 / Float(max(1, input.pairs)))
      if cosine.value.hasValues { metrics.append(("teacher_cosine", Double(try cosine.value.floatArray()[0]))) }
      let distance = try tape.add(
        tape.scale(cosine, by: -1), Variable(tape.backend.tensor([Float(1)], [1])))
      terms.append((matching, distance))
      if contrast > 0 {
        let ids = try tape.backend.integers(input.pairs) { input.duplicateIds[...] }
        let (loss, result) = try tape.contrastiveLoss(
          captions, pages, logScale: input.logScale, duplicateIds: ids, duplicates: duplicates)
        terms.append((contrast, loss))
        metrics += try result.metrics(input).map {
          ($0.name.replacing("i2t", with: "c2p").replacing("t2i", with: "p2c"), $0.value)
        }
      }
    }
    if images > 0 {
      let result = try SoftmaxLoss(duplicates: duplicates).evaluate(input, on: tape)
      terms.append((images, result.loss))
      metrics += result.metrics.filter { metric in !metrics.contains { $0.name == metric.name } }
    }
    let weighted = try terms.filter { $0.weight > 0 }.map { try tape.scale($0.loss, by: Float($0.weight)) }
    let first = weighted[0]
    return ObjectiveResult(loss: try weighted.dropFirst().reduce(first) { try tape.add($0, $1) }, metrics: metrics)
  }
}
