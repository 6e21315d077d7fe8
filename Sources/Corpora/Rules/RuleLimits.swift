import JSON
import Schema

/// What each rule asks for; nil where a rule is not applied.
struct RuleLimits: Sendable, Equatable {
  /// Pixels of the shorter side.
  var minSide: Int?
  var aspect: AspectLimit?
  /// Different captions that an image may have.
  var captionsPerImage: Int?
  /// Different images that a caption may have.
  var imagesPerCaption: Int?
  /// N-grams of each language that are no rare ones.
  var vocabularySize: Int?
  var length: CaptionLength?
  /// Bits of a perceptual hash that an image and a held-out one may differ in and be the same, 0…15.
  var heldOutDistance: Int?

  /// The rules that are applied, in order.
  var rules: [CorpusRule] { CorpusRule.allCases.filter { json(of: $0) != nil } }

  /// The limit of a rule for programs; nil where it is not applied.
  func json(of rule: CorpusRule) -> JSONValue? {
    switch rule {
    case .minSide: minSide.map { .integer($0) }
    case .maxAspect: aspect.map { ["ratio": $0.value.json, "allowed": .bool($0.isAllowed)] }
    case .maxCaptionsPerImage: captionsPerImage.map { .integer($0) }
    case .maxImagesPerCaption: imagesPerCaption.map { .integer($0) }
    case .vocabularySize: vocabularySize.map { .integer($0) }
    case .length: length.map { ["words": $0.words.json, "characters": $0.characters.json] }
    case .heldOut: heldOutDistance.map { .integer($0) }
    }
  }

  /// Every rule that is applied with its limit, as a folder of shards remembers it.
  var json: JSONValue {
    .object(CorpusRule.allCases.compactMap { rule in json(of: rule).map { JSONMember(rule.rawValue, $0) } })
  }
}

/// How much longer an image's longer side may be than its shorter one.
struct AspectLimit: Sendable, Equatable {
  /// At least 1.
  let value: Double
  /// Whether the value itself is allowed; ALIGN's 3 is not.
  let isAllowed: Bool

  func allows(shorter: Int, longer: Int) -> Bool {
    let most = value * Double(shorter)
    return isAllowed ? Double(longer) <= most : Double(longer) < most
  }
}
