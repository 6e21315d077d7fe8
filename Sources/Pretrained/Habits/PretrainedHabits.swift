import Corpora
import Tensors
import Tokenizers

/// What a source says of weights beyond their arrays; everything else is nil.
struct PretrainedHabits: Sendable {
  var imageGELU: SourcedValue<GELUForm>?
  var textGELU: SourcedValue<GELUForm>?
  var imageHeads: SourcedValue<Int>?
  var textHeads: SourcedValue<Int>?
  var pixels: SourcedValue<PixelNormalization>?
  /// Pixels a side of a picture.
  var side: SourcedValue<Int>?
  var fit: SourcedValue<PhotoFit>?
  var filter: SourcedValue<PhotoFilter>?
  var cleaning: SourcedValue<TextCleaning>?
  var filling: SourcedValue<FillingWord>?

  /// Sizes that the arrays tell too, so that a file of other weights is found.
  var sizes: [ClaimedSize] = []
}

/// A size that a configuration names, to be held against the arrays.
struct ClaimedSize: Sendable, Equatable {
  enum Quantity: String, Sendable {
    case imageWidth = "width of the image tower"
    case imageDepth = "layers of the image tower"
    case imageMLP = "hidden width of the image tower"
    case patch = "patch"
    case textWidth = "width of the text tower"
    case textDepth = "layers of the text tower"
    case textMLP = "hidden width of the text tower"
    case vocabulary = "tokens"
    case context = "context"
    case embedding = "embedding"
  }

  let quantity: Quantity
  let value: SourcedValue<Int>
}

/// The habits of the first source that knows, and a sentence for every other that says something else.
struct ResolvedHabits {
  private let sources: [PretrainedHabits]
  private(set) var assumptions: [ImportAssumption] = []
  private(set) var contradictions: [String] = []

  /// - Parameter sources: the most trusted first; the last one knows everything that is usual.
  init(_ sources: [PretrainedHabits]) { self.sources = sources }

  /// The value, which is noted down; `usual` where no source knows.
  mutating func take<Value>(
    _ what: String, _ property: KeyPath<PretrainedHabits, SourcedValue<Value>?>, usual: SourcedValue<Value>,
    words: (Value) -> String
  ) -> Value {
    let known = sources.compactMap { $0[keyPath: property] }
    let chosen = known.first ?? usual
    for other in known.dropFirst() where other.value != chosen.value {
      contradictions.append(
        "\(what): \(words(chosen.value)) is taken (\(chosen.origin)), although it is \(words(other.value)) by \(other.origin)"
      )
    }
    assumptions.append(ImportAssumption(what: what, value: words(chosen.value), origin: chosen.origin))
    return chosen.value
  }

  /// What no source but the program knows, noted down.
  mutating func note(_ what: String, _ value: String, _ origin: String) {
    assumptions.append(ImportAssumption(what: what, value: value, origin: origin))
  }
}
