import JSON
import Schema

/// Which images and captions of a corpus are kept, as a recipe says it: a preset, and what takes the place of its limits. A limit that is
/// nil is the preset's; 0, or `any` for lengths, turns its rule off.
public struct CorpusRules: RecipeSection {
  public var preset = RulePreset.none
  /// Pixels that an image's shorter side must have.
  public var minSide: Int?
  /// How much longer the longer side may be than the shorter one; 1 or more.
  public var maxAspect: Double?
  /// Different captions that an image may have.
  public var maxCaptionsPerImage: Int?
  /// Different images that a caption may have.
  public var maxImagesPerCaption: Int?
  /// Unigrams and bigrams of each language, the most frequent ones, that captions must be made of.
  public var vocabularySize: Int?
  /// Words that a caption may have, in scripts with spaces; see `CaptionUnits`.
  public var words: UnitBounds?
  /// Characters that a caption may have, in scripts without spaces; 5 to 32 where only words are set.
  public var characters: UnitBounds?
  /// Bits of 64 that perceptual hashes of an image and of a held-out one may differ in, 0…15, for the image to be dropped; nil looks for
  /// none, since that decodes every image.
  public var heldOutDistance: Int?

  public init() {}

  package static var fields: [RecipeField<CorpusRules>] {
    [
      .value("preset", \.preset), .value("minSide", \.minSide), .value("maxAspect", \.maxAspect),
      .value("maxCaptionsPerImage", \.maxCaptionsPerImage), .value("maxImagesPerCaption", \.maxImagesPerCaption),
      .value("vocabularySize", \.vocabularySize), .value("words", \.words), .value("characters", \.characters),
      .value("heldOutDistance", \.heldOutDistance),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    if let excess { throw path.field(excess.field).error(excess.problem) }
  }

  /// Whether no rule is applied.
  public var isEmpty: Bool { limits.rules.isEmpty }

  /// What the rules ask for, all of them by their names.
  public var limitsJSON: JSONValue { limits.json }

  /// The preset's limits with those that are set in their place.
  var limits: RuleLimits {
    var limits = preset.limits
    func set(_ value: Int?, _ limit: WritableKeyPath<RuleLimits, Int?>) {
      if let value { limits[keyPath: limit] = value == 0 ? nil : value }
    }
    set(minSide, \.minSide)
    set(maxCaptionsPerImage, \.captionsPerImage)
    set(maxImagesPerCaption, \.imagesPerCaption)
    set(vocabularySize, \.vocabularySize)
    if let maxAspect { limits.aspect = maxAspect == 0 ? nil : AspectLimit(value: maxAspect, isAllowed: true) }
    if words != nil || characters != nil {
      var length = limits.length ?? CaptionLength()
      length.words = words ?? length.words
      length.characters = characters ?? length.characters
      limits.length = length.words == .any && length.characters == .any ? nil : length
    }
    limits.heldOutDistance = heldOutDistance
    return limits
  }
}

extension CorpusRules {
  /// A limit that no rule can have.
  public struct Excess: Sendable {
    /// The recipe's field.
    public let field: String
    /// What is wrong with its value, and what is allowed.
    public let problem: String
  }

  /// The first limit that is out of its range; nil where all are within.
  public var excess: Excess? {
    let counts = [
      ("minSide", minSide, 1_000_000), ("maxCaptionsPerImage", maxCaptionsPerImage, Int(Int32.max)),
      ("maxImagesPerCaption", maxImagesPerCaption, Int(Int32.max)), ("vocabularySize", vocabularySize, Int(Int32.max)),
      ("heldOutDistance", heldOutDistance, 15),
    ]
    for (field, value, most) in counts {
      if let value, !(0...most).contains(value) {
        return Excess(field: field, problem: "\(value) is out of range; allowed: 0 to \(most)")
      }
    }
    guard let maxAspect, maxAspect != 0, !(1...1e6).contains(maxAspect) else { return nil }
    return Excess(field: "maxAspect", problem: "\(maxAspect) is out of range; allowed: 1 to 1000000, or 0 for any")
  }
}
