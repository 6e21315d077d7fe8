import Console
import Corpora
import Tensors
import Tokenizers

/// `open_clip_config.json` as open_clip writes it, or one of the package's own model configurations.
package struct OpenCLIPConfiguration {
  private let root: ConfigurationSection

  package init(_ file: ConfigurationFile) { root = file.section }

  /// Throws where the model has parts that are not supported.
  package func settings(for family: ReleasedTwin.Family) throws -> PretrainedSettings {
    var settings = PretrainedSettings()
    let model = try root.section("model_cfg") ?? root
    if let image = try model.section("vision_cfg"), let text = try model.section("text_cfg") {
      family == .openCLIPSigLIP
        ? try describe(sigLIP: model, image, text, in: &settings)
        : try describe(clip: model, image, text, in: &settings)
      settings.side = try image.side("image_size").map { SourcedValue($0, image.origin("image_size")) }
      settings.textHeads = try text.size("heads").map { SourcedValue($0, text.origin("heads")) }
      settings.cleaning = try cleaning(text)
      settings.sizes += try sizes(model, text)
    }
    if let preparation = try root.section("preprocess_cfg") { try describe(preparation, in: &settings) }
    return settings
  }

  private func describe(
    clip model: ConfigurationSection, _ image: ConfigurationSection, _ text: ConfigurationSection,
    in settings: inout PretrainedSettings
  ) throws {
    try refuse(image, "timm_model_name", "image_tower")
    if let pool = try image.text("pool_type"), pool != "tok" {
      throw image.failure("pool_type", "is '\(pool)'; tok can be had")
    }
    if try image.bool("no_ln_pre") == true { throw image.failure("no_ln_pre", "is true, which is not supported") }
    if let pool = try text.text("pool_type"), pool != "argmax" {
      throw text.failure("pool_type", "is '\(pool)'; argmax can be had")
    }
    if try text.bool("no_causal_mask") == true {
      throw text.failure("no_causal_mask", "is true, which is not supported")
    }
    try checkNorms(image, expected: 1e-5)
    try checkNorms(text, expected: 1e-5)
    let isQuick = try model.bool("quick_gelu") ?? false
    let origin =
      model.value["quick_gelu"] == nil ? "\(root.path), which does not say quick_gelu" : model.origin("quick_gelu")
    let form: GELUForm = isQuick ? .sigmoid : .erf
    settings.imageGELU = try approximated(image, form, origin)
    settings.textGELU = try approximated(text, form, origin)
    let headWidth = try image.size("head_width") ?? 64
    if let width = try image.size("width") {
      settings.imageHeads = SourcedValue(
        max(1, width / headWidth),
        image.value["head_width"] == nil ? "\(image.place("width")) / 64" : image.origin("head_width"))
      settings.sizes.append(ClaimedSize(quantity: .imageWidth, value: SourcedValue(width, image.place("width"))))
    }
    for (name, quantity) in [("layers", ClaimedSize.Quantity.imageDepth), ("patch_size", .patch)] {
      guard let size = try image.size(name) else { continue }
      settings.sizes.append(ClaimedSize(quantity: quantity, value: SourcedValue(size, image.place(name))))
    }
  }

  private func describe(
    sigLIP model: ConfigurationSection, _ image: ConfigurationSection, _ text: ConfigurationSection,
    in settings: inout PretrainedSettings
  ) throws {
    if let name = try image.text("timm_model_name") {
      settings.imageGELU = TimmModels.activation(of: name).map {
        SourcedValue($0, "\(image.origin("timm_model_name")), as timm builds it")
      }
    }
    if let pool = try text.text("pool_type"), pool != "last" {
      throw text.failure("pool_type", "is '\(pool)'; last can be had")
    }
    try checkNorms(text, expected: 1e-6)
    settings.textGELU = try approximated(text, .erf, "\(text.path), which has no act_kwargs")
  }

  private func refuse(_ section: ConfigurationSection, _ names: String...) throws {
    for name in names {
      if let word = try section.text(name) {
        throw section.failure(name, "is '\(word)', but the arrays are those of open_clip's own tower")
      }
    }
  }

  /// Throws where norms add another number to variances than the towers that are built here.
  private func checkNorms(_ section: ConfigurationSection, expected: Double) throws {
    // open_clip's own unless it is given.
    let epsilon = try section.section("norm_kwargs")?.number("eps") ?? 1e-5
    guard abs(epsilon - expected) > expected * 1e-3 else { return }
    throw section.failure("norm_kwargs", "makes eps \(epsilon); towers of this type are built with \(expected) alone")
  }

  /// The exact form unless the section's `act_kwargs` ask for the approximation by tanh.
  private func approximated(
    _ section: ConfigurationSection, _ form: GELUForm, _ origin: String
  ) throws -> SourcedValue<GELUForm> {
    guard let kwargs = try section.section("act_kwargs"), let word = try kwargs.text("approximate") else {
      return SourcedValue(form, origin)
    }
    switch word {
    case "tanh": return SourcedValue(.tanh, kwargs.origin("approximate"))
    case "none": return SourcedValue(form, kwargs.origin("approximate"))
    default: throw kwargs.failure("approximate", "is '\(word)'; tanh and none can be had")
    }
  }

  private func cleaning(_ text: ConfigurationSection) throws -> SourcedValue<TextCleaning>? {
    let kwargs = try text.section("tokenizer_kwargs")
    guard let kwargs, let word = try kwargs.text("clean") else {
      let name = try text.text("hf_tokenizer_name")
      return name == nil
        ? nil : SourcedValue(.openClipWhitespace, "\(text.origin("hf_tokenizer_name")), without tokenizer_kwargs.clean")
    }
    switch word {
    case "lower": return SourcedValue(.openClip, kwargs.origin("clean"))
    case "whitespace": return SourcedValue(.openClipWhitespace, kwargs.origin("clean"))
    case "canonicalize": return SourcedValue(.openClipCanonical, kwargs.origin("clean"))
    default: throw kwargs.failure("clean", "is '\(word)'; lower, whitespace and canonicalize can be had")
    }
  }

  private func sizes(_ model: ConfigurationSection, _ text: ConfigurationSection) throws -> [ClaimedSize] {
    let names: [(ConfigurationSection, String, ClaimedSize.Quantity)] = [
      (text, "width", .textWidth), (text, "layers", .textDepth), (text, "vocab_size", .vocabulary),
      (text, "context_length", .context), (model, "embed_dim", .embedding),
    ]
    return try names.compactMap { section, name, quantity in
      try section.size(name).map { ClaimedSize(quantity: quantity, value: SourcedValue($0, section.place(name))) }
    }
  }

  private func describe(_ preparation: ConfigurationSection, in settings: inout PretrainedSettings) throws {
    let (mean, deviation) = (try preparation.channels("mean"), try preparation.channels("std"))
    if let mean, let deviation {
      guard deviation.allSatisfy({ $0 > 0 }) else { throw preparation.failure("std", "should be above 0") }
      settings.pixels = SourcedValue(
        PixelNormalization(mean: mean, deviation: deviation), preparation.origin("mean"))
    } else if mean != nil || deviation != nil {
      throw preparation.failure(mean == nil ? "mean" : "std", "is missing, although the other is there")
    }
    settings.filter = try preparation.text("interpolation").map { word in
      switch word {
      // What training takes at random is cubic where it is measured.
      case "bicubic", "random": SourcedValue(.bicubic, preparation.origin("interpolation"))
      case "bilinear": SourcedValue(.bilinear, preparation.origin("interpolation"))
      default: throw preparation.failure("interpolation", "is '\(word)'; bicubic and bilinear can be had")
      }
    }
    settings.fit = try preparation.text("resize_mode").map { word in
      switch word {
      case "shortest": SourcedValue(.crop, preparation.origin("resize_mode"))
      case "squash": SourcedValue(.stretch, preparation.origin("resize_mode"))
      default:
        throw preparation.failure("resize_mode", "is '\(word)'; shortest and squash can be had, others with --fit")
      }
    }
    if let side = try preparation.side("size") {
      settings.side = settings.side ?? SourcedValue(side, preparation.origin("size"))
    }
  }
}
