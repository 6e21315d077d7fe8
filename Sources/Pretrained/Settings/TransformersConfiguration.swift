import JSON
import Tensors

/// `config.json` as transformers writes it beside CLIP, Chinese-CLIP and SigLIP.
///
/// It may leave out what is usual for the type of model; what is usual differs between types.
package struct TransformersConfiguration {
  private let file: ConfigurationFile

  package init(_ file: ConfigurationFile) { self.file = file }

  /// Whether the file describes a model of two towers; open_clip's repositories may hold other files of this name.
  package static func isModel(_ file: ConfigurationFile) -> Bool {
    file.root["model_type"] != nil || file.root["vision_config"] != nil || file.root["text_config"] != nil
  }

  private static let modelTypes: [ReleasedTwin.Family: [String]] = [
    .transformersCLIP: ["clip"], .chineseCLIP: ["chinese_clip"], .siglip: ["siglip", "siglip2"],
    .siglipNaFlex: ["siglip2", "siglip"],
  ]

  /// What the file says of weights whose arrays bear the package's names.
  ///
  /// Throws where it describes another type of model, or something that is not supported.
  package func settings(for family: ReleasedTwin.Family) throws -> PretrainedSettings {
    let root = file.section
    if let type = try root.text("model_type"), let known = Self.modelTypes[family], !known.contains(type) {
      throw root.failure(
        "model_type", "is '\(type)', but the arrays are those of \(known[0]); the file belongs to other weights")
    }
    var settings = PretrainedSettings()
    let image = try tower("vision", of: root)
    let text = try tower("text", of: root)
    settings.imageGELU = try gelu(image, usual: family.isSigLIP ? .tanh : .sigmoid)
    settings.textGELU = try gelu(text, usual: family.isSigLIP ? .tanh : family == .chineseCLIP ? .erf : .sigmoid)
    settings.imageHeads = try heads(image, usual: 12)
    settings.textHeads = try heads(text, usual: family == .transformersCLIP ? 8 : 12)
    settings.side = try image.side("image_size").map { SourcedValue($0, image.origin("image_size")) }
    try checkNorms(image, expected: family.isSigLIP ? 1e-6 : 1e-5)
    try checkNorms(text, expected: family.isSigLIP ? 1e-6 : family == .chineseCLIP ? 1e-12 : 1e-5)
    settings.sizes = try sizes(image, text, root)
    return settings
  }

  /// A tower's section, with what earlier versions kept beside it in front.
  private func tower(_ name: String, of root: ConfigurationSection) throws -> ConfigurationSection {
    let plain = try root.section("\(name)_config")
    let older = try root.section("\(name)_config_dict")
    guard let first = older ?? plain else {
      return ConfigurationSection(path: root.place("\(name)_config"), value: .object([]))
    }
    guard let older, let plain, let own = older.value.objectValue, let rest = plain.value.objectValue else {
      return first
    }
    let names = Set(own.map(\.name))
    return ConfigurationSection(path: plain.path, value: .object(own + rest.filter { !names.contains($0.name) }))
  }

  private func gelu(_ tower: ConfigurationSection, usual: GELUForm) throws -> SourcedValue<GELUForm> {
    guard let word = try tower.text("hidden_act") else {
      return SourcedValue(usual, "\(file.name), which leaves hidden_act at the package's")
    }
    switch word {
    case "quick_gelu": return SourcedValue(.sigmoid, tower.origin("hidden_act"))
    case "gelu", "gelu_python": return SourcedValue(.erf, tower.origin("hidden_act"))
    case "gelu_pytorch_tanh", "gelu_new", "gelu_fast", "gelu_accurate", "gelu_python_tanh":
      return SourcedValue(.tanh, tower.origin("hidden_act"))
    default:
      throw tower.failure("hidden_act", "is '\(word)'; gelu, quick_gelu and gelu_pytorch_tanh can be had")
    }
  }

  private func heads(_ tower: ConfigurationSection, usual: Int) throws -> SourcedValue<Int>? {
    guard let heads = try tower.size("num_attention_heads") else {
      // Only where the width too is the package's own is the number of heads.
      guard try tower.size("hidden_size") == nil, !(tower.value.objectValue ?? []).isEmpty else { return nil }
      return SourcedValue(usual, "\(file.name), which leaves it at the package's")
    }
    return SourcedValue(heads, tower.origin("num_attention_heads"))
  }

  private func checkNorms(_ tower: ConfigurationSection, expected: Double) throws {
    guard let epsilon = try tower.number("layer_norm_eps"), abs(epsilon - expected) > expected * 1e-3 else { return }
    throw tower.failure("layer_norm_eps", "is \(epsilon); towers of this type are built with \(expected) alone")
  }

  private func sizes(
    _ image: ConfigurationSection, _ text: ConfigurationSection, _ root: ConfigurationSection
  ) throws -> [ClaimedSize] {
    let names: [(ConfigurationSection, String, ClaimedSize.Quantity)] = [
      (image, "hidden_size", .imageWidth), (image, "num_hidden_layers", .imageDepth),
      (image, "intermediate_size", .imageMLP), (image, "patch_size", .patch), (text, "hidden_size", .textWidth),
      (text, "num_hidden_layers", .textDepth), (text, "intermediate_size", .textMLP),
      (text, "vocab_size", .vocabulary), (text, "max_position_embeddings", .context),
    ]
    return try names.compactMap { section, name, quantity in
      try section.size(name).map { ClaimedSize(quantity: quantity, value: SourcedValue($0, section.place(name))) }
    }
  }
}
