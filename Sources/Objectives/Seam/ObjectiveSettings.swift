import Corpora
import Schema

/// What is trained for: one of the kinds of objectives, with its settings.
public struct ObjectiveSettings: RecipeChoice {
  package let kind: any ObjectiveKind

  package init(_ kind: some ObjectiveKind) { self.kind = kind }

  package static var kinds: [RecipeKind<ObjectiveSettings>] {
    [
      kind(SoftmaxContrastive.self),
      kind(SigmoidContrastive.self),
      kind(ALIGN.self),
      kind(UniCL.self),
      kind(NLIP.self),
      kind(ALIP.self),
      kind(UniX2.self),
      kind(LiT.self),
      kind(Distillation.self),
      kind(FILIP.self),
      kind(Wukong.self),
      kind(BagFormer.self),
      kind(OTTER.self),
      kind(ALBEF.self),
      kind(UniVLC.self),
      kind(SLIP.self),
      kind(WeightedObjectives.self),
    ]
  }

  private static func kind<Kind: ObjectiveKind>(_ type: Kind.Type) -> RecipeKind<ObjectiveSettings> {
    .kind(Kind.names[0], also: Array(Kind.names.dropFirst()), ObjectiveSettings.init) { (settings) -> Kind? in
      settings.kind as? Kind
    }
  }

  public static func == (left: Self, right: Self) -> Bool { left.json == right.json }
}

extension ObjectiveSettings {
  /// CLIP's and CLIPPO's objective, which is the usual one.
  public init() { self.init(SoftmaxContrastive()) }

  /// The learned numbers between similarities and logits, as the model begins with them.
  public var logits: LogitSettings { kind.logits }

  /// Factor on the similarities that the model begins with.
  public var initialLogitScale: Float { Float(logits.scale) }

  /// Bias on the logits that the model begins with; nil for objectives without one.
  public var initialLogitBias: Float? { logits.bias.map { Float($0) } }

  /// The views that batches must show.
  public var views: Set<BatchView> { kind.views }

  /// What the model and the corpus must have.
  public var requirements: ObjectiveRequirements { kind.requirements }

  /// The same for each objective of a sum.
  public var needs: [ObjectiveNeed] { kind.needs(at: "objective") }

  /// The objective at work. Throws where memory runs out or the model does not fit it.
  public func objective(_ context: ObjectiveContext) throws -> any Objective { try kind.objective(context) }
}
