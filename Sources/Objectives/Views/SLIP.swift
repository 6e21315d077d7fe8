import Autograd
import Corpora
import Schema
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Self-supervision beside CLIP (SLIP, Mu et al. 2021): two strong augmentations of an image are told from those of all others
/// (SimCLR, Chen et al. 2020), behind a head of their own. Drawn captions can be treated alike: two drawings of one caption, in other
/// fonts, sizes and wrappings.
public struct SLIP: ObjectiveKind, Hashable {
  package static let names = ["slip"]

  var scale = LogitScale(initial: 1 / 0.07, smallest: 1, largest: 100)
  var loss = SoftmaxLoss()
  /// Weight of telling pairs apart; with 0 nothing is learned but views.
  public var contrast = 1.0
  /// Weight of the two views of an image.
  public var imageViews = 1.0
  /// Weight of the two drawings of a caption.
  public var textViews = 0.0
  /// Of the views' softmax.
  public var viewTemperature = 0.1
  /// Width of the head's hidden layers; 0 compares the embeddings themselves, without a head.
  public var hiddenWidth = 4096
  /// Length of what the head makes.
  public var headWidth = 256

  public init() {}

  package static var fields: [RecipeField<SLIP>] {
    LogitScale.fields(\.scale) + SoftmaxLoss.fields(\.loss) + [
      .value("contrast", \.contrast, in: 0...1000), .value("imageViews", \.imageViews, in: 0...1000),
      .value("textViews", \.textViews, in: 0...1000), .value("viewTemperature", \.viewTemperature, in: 0.001...10),
      .value("hiddenWidth", \.hiddenWidth, in: 0...65_536), .value("headWidth", \.headWidth, in: 1...65_536),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    try scale.validate(at: path)
    guard contrast + imageViews + textViews > 0 else {
      throw path.field("contrast").error("is 0, and so are imageViews and textViews; there would be nothing to learn")
    }
  }

  package var logits: LogitSettings { scale.settings() }

  /// The sides that have two views, and their weights.
  fileprivate var sides: [(name: String, views: [BatchView], weight: Double)] {
    [("image", [.imageAgain(1), .imageAgain(2)], imageViews), ("text", [.textAgain(1), .textAgain(2)], textViews)]
      .filter { $0.2 > 0 }
  }

  /// What views are compared by: what a head makes of the tower's pooled vectors, as in SLIP, or embeddings.
  private var output: ViewRequest.Output { hiddenWidth == 0 ? .embedding : .pooled }

  fileprivate var requests: [ViewRequest] {
    (contrast > 0 ? .pairs : []) + sides.flatMap { $0.views.map { ViewRequest($0, output) } }
  }

  package var views: Set<BatchView> { Set(requests.map(\.view)) }

  package func objective(_ context: ObjectiveContext) throws -> any Objective {
    SelfSupervision(
      settings: self,
      heads: hiddenWidth == 0
        ? []
        : try sides.map { side in
          try ProjectionHead(
            context.heads, side.name,
            inputs: side.views.allSatisfy(\.isImage) ? context.widths.image : context.widths.text,
            hidden: hiddenWidth, outputs: headWidth)
        })
  }
}

/// SLIP at work.
private struct SelfSupervision: Objective {
  let settings: SLIP
  /// One a side; none where embeddings are compared themselves.
  let heads: [ProjectionHead]

  var requests: [ViewRequest] { settings.requests }

  func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    var terms: [Variable] = []
    var metrics: [(name: String, value: Double)] = []
    if settings.contrast > 0 {
      let result = try settings.loss.evaluate(input, on: tape)
      terms.append(try tape.scale(result.loss, by: Float(settings.contrast)))
      metrics += result.metrics
    }
    for (number, side) in settings.sides.enumerated() {
      let views = try side.views.map { view in
        heads.isEmpty ? try input.embedding(view) : try heads[number](input.pooled(view), on: tape)
      }
      let halves = try [(views[0], views[1]), (views[1], views[0])].map { try towards($0.1, from: $0.0, on: tape) }
      let loss = try tape.scale(tape.add(halves[0].loss, halves[1].loss), by: 0.5)
      if loss.value.hasValues {
        metrics.append(("\(side.name)_views_loss", Double(try loss.value.floatArray()[0])))
        metrics.append(("\(side.name)_views_accuracy", (halves[0].accuracy + halves[1].accuracy) / 2))
      }
      terms.append(try tape.scale(loss, by: Float(side.weight)))
    }
    guard let first = terms.first else { throw ObjectiveError("slip has nothing to learn") }
    return ObjectiveResult(loss: try terms.dropFirst().reduce(first) { try tape.add($0, $1) }, metrics: metrics)
  }

  /// Each row tells its other view from all others' and from the rows beside it (NT-Xent), but never from itself.
  private func towards(_ others: Variable, from rows: Variable, on tape: Tape) throws -> (
    loss: Variable, accuracy: Double
  ) {
    let count = rows.value.shape.rows
    let cosines = try tape.matrixProduct(rows, transposed: tape.concatenate([others, rows]))
    let mask = try tape.backend.zeros([count, 2 * count], .float32)
    try mask.writeFloats { values in
      for row in 0..<count { values[row * 2 * count + count + row] = -1e9 }
    }
    let logits = try tape.scale(tape.add(cosines, Variable(mask)), by: Float(1 / settings.viewTemperature))
    let own = try tape.backend.tensor((0..<Int32(count)).map { $0 }, [count])
    return (
      try tape.softmaxCrossEntropy(logits, targets: own),
      logits.value.hasValues ? try logits.value.ownColumnAccuracy() : 0
    )
  }
}
