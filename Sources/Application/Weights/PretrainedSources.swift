import Console
import Corpora
import Pretrained
import Tokenizers

/// Everything that says something of weights beside the arrays, the most trusted first: options, the form that a person chose, the tag,
/// the package's configurations, and those of another package that lie beside them.
struct PretrainedSources {
  let all: [PretrainedSettings]
  /// Whether texts are cut into words as cn_clip does.
  let readsAsCNCLIP: Bool

  init(
    _ options: WeightImport, _ files: PretrainedFiles, _ twin: ReleasedTwin, _ usual: UsualSettings,
    _ pieces: SentencePiece?
  ) throws {
    let family = twin.family
    readsAsCNCLIP = options.texts == .cnCLIP || options.texts == .chineseCLIP
    var sources = [try Self.settings(of: options, family, usual)]
    if options.form == .training { sources.append(usual.training) }
    if let name = options.pretrained {
      guard family.isOpenCLIP || family == .transformersCLIP || family == .siglip else {
        throw CommandError(
          "--pretrained: open_clip's tags name its own weights and transformers' forms of them, not \(family.words)")
      }
      let tag = try PretrainedTag.named(name, for: twin)
      var settings = tag.settings
      if !tag.describes(twin) { settings.side = nil }
      // transformers gives SigLIP its own perceptrons.
      if family == .siglip { (settings.imageGELU, settings.textGELU) = (nil, nil) }
      sources.append(settings)
    }
    if family != .bigVision { sources += try Self.configurations(files, family, pieces) }
    all = sources
  }

  private static func settings(
    of options: WeightImport, _ family: ReleasedTwin.Family, _ usual: UsualSettings
  ) throws -> PretrainedSettings {
    var settings = PretrainedSettings()
    settings.imageHeads = options.heads.map { SourcedValue($0, "--heads") }
    settings.textHeads = options.textHeads.map { SourcedValue($0, "--text-heads") }
    settings.imageGELU = options.activation.map { SourcedValue($0, "--activation") }
    // BERT's tower keeps its own unless it is named.
    let both = family == .chineseCLIP ? nil : options.activation
    settings.textGELU =
      options.textActivation.map { SourcedValue($0, "--text-activation") }
      ?? both.map { SourcedValue($0, "--activation") }
    settings.pixels = options.pixels.map { SourcedValue($0.normalization, "--pixels") }
    settings.side = options.side.map { SourcedValue($0, "--side") }
    settings.fit = options.fit.map { SourcedValue($0, "--fit") }
    settings.filter = options.filter.map { SourcedValue($0, "--filter") }
    settings.cleaning = try options.texts.map {
      SourcedValue(try $0.cleaning(for: family, isGemma: usual.isGemma), "--texts \($0.rawValue)")
    }
    if options.filling != nil, !family.fillsTexts {
      throw CommandError("--fill: only SigLIP's and big_vision's texts are filled up")
    }
    settings.filling = options.filling.map { SourcedValue($0, "--fill") }
    return settings
  }

  private static func configurations(
    _ files: PretrainedFiles, _ family: ReleasedTwin.Family, _ pieces: SentencePiece?
  ) throws -> [PretrainedSettings] {
    var own: [PretrainedSettings] = []
    var others: [PretrainedSettings] = []
    func add(_ settings: PretrainedSettings, isOwn: Bool) {
      if isOwn { return own.append(settings) }
      // Of another package's file only what does not depend on the package.
      var shared = PretrainedSettings()
      (shared.pixels, shared.fit, shared.filter, shared.side) = (
        settings.pixels, settings.fit, settings.filter, settings.side
      )
      if !family.isSigLIP {
        (shared.imageGELU, shared.textGELU) = (settings.imageGELU, settings.textGELU)
        (shared.imageHeads, shared.textHeads) = (settings.imageHeads, settings.textHeads)
      }
      others.append(shared)
    }
    let transformers: ReleasedTwin.Family =
      switch family {
      case .openCLIP: .transformersCLIP
      case .openCLIPSigLIP: .siglip
      default: family
      }
    if let file = try files.configuration("open_clip_config.json") {
      let named: ReleasedTwin.Family = family.isSigLIP ? .openCLIPSigLIP : .openCLIP
      add(try OpenCLIPConfiguration(file).settings(for: named), isOwn: family.isOpenCLIP)
    }
    if let file = try files.configuration("config.json"), TransformersConfiguration.isModel(file) {
      add(try TransformersConfiguration(file).settings(for: transformers), isOwn: !family.isOpenCLIP)
    }
    // The package takes the processor's own section before the older file.
    if let file = try files.configuration("processor_config.json"),
      let preparation = try PreprocessorConfiguration(processor: file)
    {
      add(try preparation.settings(), isOwn: !family.isOpenCLIP)
    }
    if let file = try files.configuration("preprocessor_config.json") {
      add(try PreprocessorConfiguration(file).settings(), isOwn: !family.isOpenCLIP)
    }
    if let pieces, let file = try files.configuration("tokenizer_config.json") {
      var settings = PretrainedSettings()
      settings.filling = try TokenizerConfiguration(file).filling(of: pieces)
      own.append(settings)
    }
    return own + others
  }

  /// Holds sizes that configurations name against the arrays, and the images' side against the grid.
  func check(_ twin: ReleasedTwin, side: Int, origin: String) throws {
    for claim in all.flatMap(\.sizes) {
      let found = twin.size(claim.quantity)
      guard found == claim.value.value else {
        throw CommandError(
          "\(claim.value.origin) is \(claim.value.value), but the \(claim.quantity.rawValue) is \(found) by the arrays; the file belongs to other weights"
        )
      }
    }
    let (patch, grid) = (twin.image.patch, twin.image.gridRows)
    guard side / patch == grid else {
      throw CommandError(
        "images of \(side) pixels (\(origin)) hold \(side / patch) × \(side / patch) patches of \(patch), but the arrays have "
          + "\(grid) × \(grid) places; name the side with --side")
    }
  }
}

extension ReleasedTwin {
  fileprivate func size(_ quantity: ClaimedSize.Quantity) -> Int {
    switch quantity {
    case .imageWidth: image.width
    case .imageDepth: image.depth
    case .imageMLP: image.mlp
    case .patch: image.patch
    case .textWidth: text.encoder.width
    case .textDepth: text.encoder.depth
    case .textMLP: text.encoder.mlp
    case .vocabulary: text.vocabulary
    case .context: text.context
    case .embedding: image.embedding
    }
  }
}
