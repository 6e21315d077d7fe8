import Corpora
import Tensors
import Tokenizers

/// What a source says of weights beyond their arrays; everything else is nil.
package struct PretrainedSettings: Sendable {
  package var imageGELU: SourcedValue<GELUForm>?
  package var textGELU: SourcedValue<GELUForm>?
  package var imageHeads: SourcedValue<Int>?
  package var textHeads: SourcedValue<Int>?
  package var pixels: SourcedValue<PixelNormalization>?
  /// Pixels a side of an image.
  package var side: SourcedValue<Int>?
  package var fit: SourcedValue<PhotoFit>?
  package var filter: SourcedValue<PhotoFilter>?
  package var cleaning: SourcedValue<TextCleaning>?
  package var filling: SourcedValue<FillingWord>?

  /// Sizes that the arrays tell too, so that a file of other weights is found.
  package var sizes: [ClaimedSize] = []

  /// What says nothing.
  package init() {}
}

/// A size that a configuration names, to be held against the arrays.
package struct ClaimedSize: Sendable, Equatable {
  package enum Quantity: String, Sendable {
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

  package let quantity: Quantity
  package let value: SourcedValue<Int>
}

/// The settings of the first source that knows, and a sentence for every other that says something else.
package struct ResolvedSettings {
  private let sources: [PretrainedSettings]
  package private(set) var assumptions: [ImportAssumption] = []
  package private(set) var contradictions: [String] = []

  /// - Parameter sources: the most trusted first; the last one knows everything that is usual.
  package init(_ sources: [PretrainedSettings]) { self.sources = sources }

  /// The value, which is noted down; `usual` where no source knows.
  package mutating func take<Value>(
    _ what: String, _ property: KeyPath<PretrainedSettings, SourcedValue<Value>?>, usual: SourcedValue<Value>,
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
  package mutating func note(_ what: String, _ value: String, _ origin: String) {
    assumptions.append(ImportAssumption(what: what, value: value, origin: origin))
  }
}
