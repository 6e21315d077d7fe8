import Console
import Corpora
import Pretrained
import Tokenizers

/// Everything that says something of weights beside the arrays, the most trusted first: options, the form that a person chose, the tag,
/// the package's configurations, and those of another package that lie beside them.
struct PretrainedSources {
  let all: [PretrainedHabits]
  /// Whether texts are cut into words as cn_clip does.
  let readsAsCNCLIP: Bool

  init(
    _ options: WeightImport, _ files: PretrainedFiles, _ twin: ReleasedTwin, _ usual: UsualHabits,
    _ pieces: SentencePiece?
  ) throws {
    let family = twin.family
    readsAsCNCLIP = options.texts == .cnCLIP || options.texts == .chineseCLIP
    var sources = [try Self.habits(of: options, family, usual)]
    if options.form == .training { sources.append(usual.training) }
    if let name = options.pretrained {
      guard family.isOpenCLIP || family == .transformersCLIP || family == .siglip else {
        throw CommandError(
          "--pretrained: open_clip's tags name its own weights and transformers' forms of them, not \(family.words)")
      }
      let tag = try PretrainedTag.named(name, for: twin)
      var habits = tag.habits
      if !tag.describes(twin) { habits.side = nil }
      // transformers gives SigLIP its own perceptrons.
      if family == .siglip { (habits.imageGELU, habits.textGELU) = (nil, nil) }
      sources.append(habits)
    }
    if family != .bigVision { sources += try Self.configurations(files, family, pieces) }
    all = sources
  }

  private static func habits(
    of options: WeightImport, _ family: ReleasedTwin.Family, _ usual: UsualHabits
  ) throws -> PretrainedHabits {
    var habits = PretrainedHabits()
    habits.imageHeads = options.heads.map { SourcedValue($0, "--heads") }
    habits.textHeads = options.textHeads.map { SourcedValue($0, "--text-heads") }
    habits.imageGELU = options.activation.map { SourcedValue($0, "--activation") }
    // BERT's tower keeps its own unless it is named.
    let both = family == .chineseCLIP ? nil : options.activation
    habits.textGELU =
      options.textActivation.map { SourcedValue($0, "--text-activation") }
      ?? both.map { SourcedValue($0, "--activation") }
    habits.pixels = options.pixels.map { SourcedValue($0.normalization, "--pixels") }
    habits.side = options.side.map { SourcedValue($0, "--side") }
    habits.fit = options.fit.map { SourcedValue($0, "--fit") }
    habits.filter = options.filter.map { SourcedValue($0, "--filter") }
    habits.cleaning = try options.texts.map {
      SourcedValue(try $0.cleaning(for: family, isGemma: usual.isGemma), "--texts \($0.rawValue)")
    }
    if options.filling != nil, !family.fillsTexts {
      throw CommandError("--fill: only SigLIP's and big_vision's texts are filled up")
    }
    habits.filling = options.filling.map { SourcedValue($0, "--fill") }
    return habits
  }

  private static func configurations(
    _ files: PretrainedFiles, _ family: ReleasedTwin.Family, _ pieces: SentencePiece?
  ) throws -> [PretrainedHabits] {
    var own: [PretrainedHabits] = []
    var others: [PretrainedHabits] = []
    func add(_ habits: PretrainedHabits, isOwn: Bool) {
      if isOwn { return own.append(habits) }
      // Of another package's file only what does not depend on the package.
      var shared = PretrainedHabits()
      (shared.pixels, shared.fit, shared.filter, shared.side) = (habits.pixels, habits.fit, habits.filter, habits.side)
      if !family.isSigLIP {
        (shared.imageGELU, shared.textGELU) = (habits.imageGELU, habits.textGELU)
        (shared.imageHeads, shared.textHeads) = (habits.imageHeads, habits.textHeads)
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
      add(try OpenCLIPConfiguration(file).habits(for: named), isOwn: family.isOpenCLIP)
    }
    if let file = try files.configuration("config.json"), TransformersConfiguration.isModel(file) {
      add(try TransformersConfiguration(file).habits(for: transformers), isOwn: !family.isOpenCLIP)
    }
    // The package takes the processor's own section before the older file.
    if let file = try files.configuration("processor_config.json"),
      let preparation = try PreprocessorConfiguration(processor: file)
    {
      add(try preparation.habits(), isOwn: !family.isOpenCLIP)
    }
    if let file = try files.configuration("preprocessor_config.json") {
      add(try PreprocessorConfiguration(file).habits(), isOwn: !family.isOpenCLIP)
    }
    if let pieces, let file = try files.configuration("tokenizer_config.json") {
      var habits = PretrainedHabits()
      habits.filling = try TokenizerConfiguration(file).filling(of: pieces)
      own.append(habits)
    }
    return own + others
  }

  /// Holds sizes that configurations name against the arrays, and the pictures' side against the grid.
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
        "pictures of \(side) pixels (\(origin)) hold \(side / patch) × \(side / patch) patches of \(patch), but the arrays have "
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
