import Corpora
import Tensors
import Tokenizers

/// What is usual of a package's weights where no configuration, tag or option says otherwise.
package struct UsualSettings {
  private let twin: ReleasedTwin
  /// Whether the vocabulary is Gemma's, which SigLIP 2 has.
  package let isGemma: Bool

  package init(_ twin: ReleasedTwin, isGemma: Bool) {
    self.twin = twin
    self.isGemma = isGemma
  }

  private var family: ReleasedTwin.Family { twin.family }
  private var isSigLIP2: Bool { isGemma || twin.text.vocabulary == 256_000 }

  /// What is said of a value that nothing tells.
  private var origin: String {
    switch family {
    case .openCLIP:
      twin.isOpenAI
        ? "usual for OpenAI's own file"
        : "usual for open_clip's weights; neither open_clip_config.json nor --pretrained says"
    case .openCLIPSigLIP:
      "usual for open_clip's weights of this shape; neither open_clip_config.json nor --pretrained says"
    case .bigVision: "usual for big_vision's weights"
    default: "usual for \(family.words); no configuration beside the weights says"
    }
  }

  package var imageHeads: SourcedValue<Int> { SourcedValue(twin.image.heads, "told by the width") }
  package var textHeads: SourcedValue<Int> { SourcedValue(twin.text.encoder.heads, "told by the width") }

  package var imageGELU: SourcedValue<GELUForm> {
    guard family == .openCLIPSigLIP else { return SourcedValue(twin.image.encoder.activation, origin) }
    let image = twin.image
    return SourcedValue(
      TimmModels.activation(width: image.width, patch: image.patch, grid: image.gridRows), origin)
  }

  package var textGELU: SourcedValue<GELUForm> {
    guard family == .openCLIPSigLIP else { return SourcedValue(twin.text.encoder.activation, origin) }
    return SourcedValue(isSigLIP2 ? .tanh : .erf, "\(origin) (SigLIP \(isSigLIP2 ? 2 : 1) by its vocabulary)")
  }

  package var pixels: SourcedValue<PixelNormalization> { SourcedValue(twin.pixels, origin) }

  /// SigLIP's patches of 14 pixels at 384 leave a rest, which nothing in the arrays shows; open_clip has SigLIP 2 at 378.
  package var side: SourcedValue<Int> {
    let image = twin.image
    let whole = image.gridRows * image.patch
    let readsRest = family.isSigLIP || (family == .bigVision && twin.hasBias)
    guard readsRest, image.patch == 14, image.gridRows == 27, !(family == .openCLIPSigLIP && isSigLIP2) else {
      return SourcedValue(whole, "the grid of positions")
    }
    return SourcedValue(
      384, "usual for SigLIP with 27 × 27 patches of 14 pixels; --side 378 takes those without a rest")
  }

  package var fit: SourcedValue<PhotoFit> {
    SourcedValue([.openCLIP, .transformersCLIP].contains(family) ? .crop : .stretch, origin)
  }

  package var filter: SourcedValue<PhotoFilter> {
    let filter: PhotoFilter =
      switch family {
      case .bigVision: .plain
      case .siglipNaFlex: .bilinear
      case .siglip: isSigLIP2 ? .bilinear : .bicubic
      default: .bicubic
      }
    return SourcedValue(filter, origin)
  }

  package var cleaning: SourcedValue<TextCleaning> {
    let source = TextCleaningSource.usual(for: family)
    return SourcedValue(
      source.known(for: family, isGemma: isGemma) ?? TextCleaning.none,
      "as \(source.rawValue) does; --texts names others"
    )
  }

  package var filling: SourcedValue<FillingWord> {
    SourcedValue(
      isGemma ? .padding : .end,
      isGemma ? "the vocabulary is Gemma's, as SigLIP 2's" : "usual for SigLIP and big_vision")
  }

  /// What the training did where the package does otherwise.
  package var training: PretrainedSettings {
    let origin = "--form training"
    var settings = PretrainedSettings()
    settings.cleaning = TextCleaningSource.training(of: family).known(for: family, isGemma: isGemma).map {
      SourcedValue($0, origin)
    }
    guard family.readsPieces else { return settings }
    (settings.imageGELU, settings.textGELU) = (SourcedValue(.tanh, origin), SourcedValue(.tanh, origin))
    settings.filter = SourcedValue(.plain, origin)
    return settings
  }
}

extension ReleasedTwin.Family {
  /// Whether the vocabulary is a SentencePiece model.
  package var readsPieces: Bool { isSigLIP || self == .bigVision }
}
