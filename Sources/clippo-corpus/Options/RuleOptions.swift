import Console
import Corpora

/// Which images and captions are kept, as people say it on a command line.
struct RuleOptions: OptionGroup {
  @Option("rules to begin with") var rules = RulePreset.none
  @Option("least pixels of the shorter side", in: 0..., placeholder: "n") var minSide: Int?
  @Option("longer side to shorter at most", in: 0...) var maxAspect: Double?
  @Option("captions of an image at most", in: 0..., placeholder: "n") var maxCaptionsPerImage: Int?
  @Option("images of a caption at most", in: 0..., placeholder: "n") var maxImagesPerCaption: Int?
  @Option("frequent n-grams of a language", in: 0..., placeholder: "n") var vocabularySize: Int?
  @Option("words of a caption, as 3-20") var words: UnitBounds?
  @Option("characters, in scripts without spaces") var characters: UnitBounds?

  /// The rules that the options describe.
  var corpusRules: CorpusRules {
    var rules = CorpusRules()
    rules.preset = self.rules
    rules.minSide = minSide
    rules.maxAspect = maxAspect
    rules.maxCaptionsPerImage = maxCaptionsPerImage
    rules.maxImagesPerCaption = maxImagesPerCaption
    rules.vocabularySize = vocabularySize
    rules.words = words
    rules.characters = characters
    return rules
  }

  /// Throws a `UsageError` where a limit is one that no recipe could have.
  func validate() throws {
    guard let excess = corpusRules.excess else { return }
    let name = excess.field.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
    throw UsageError("--\(name): \(excess.problem)")
  }
}

extension RulePreset: OptionValue {}

extension UnitBounds: OptionValue {
  public var argumentText: String? { description }
  public static var placeholder: String { "range" }
}
