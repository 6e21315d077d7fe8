import Console
import Corpora
import Tensors

/// Weights that open_clip 3.3.0 knows by a model's name and a tag, and what they were trained with beyond what is usual.
package struct PretrainedTag: Sendable, Equatable {
  package let model: String
  package let tag: String
  /// Pixels a side of an image, and of a patch, and the width of the image tower.
  package let side: Int
  package let patch: Int
  package let width: Int
  package let isSigLIP: Bool
  /// Whether GELU is by the sigmoid.
  package let isQuick: Bool
  /// Whether mean and deviation of pixels are one half.
  package let isHalf: Bool
  /// Whether images are stretched to a square; otherwise the middle is cut out.
  package let isSquashed: Bool

  package var normalization: PixelNormalization { isHalf ? .unit : .clip }
  package var fit: PhotoFit { isSquashed ? .stretch : .crop }

  /// What the tag says of weights.
  package var settings: PretrainedSettings {
    let origin = "the tag \(model):\(tag)"
    var settings = PretrainedSettings()
    if isSigLIP {
      settings.imageGELU = SourcedValue(
        TimmModels.activation(width: width, patch: patch, grid: side / patch), origin)
      settings.textGELU = SourcedValue(model.contains("SigLIP2") ? .tanh : .erf, origin)
    } else {
      let form: GELUForm = isQuick ? .sigmoid : .erf
      (settings.imageGELU, settings.textGELU) = (SourcedValue(form, origin), SourcedValue(form, origin))
    }
    settings.pixels = SourcedValue(normalization, origin)
    settings.fit = SourcedValue(fit, origin)
    settings.filter = SourcedValue(.bicubic, origin)
    settings.side = SourcedValue(side, origin)
    return settings
  }
}

extension PretrainedTag {
  /// The entry that a person names, as `ViT-L-14:laion2b_s32b_b82k` or by the tag alone where the arrays tell the model.
  ///
  /// Throws a sentence where there is none, or several that differ.
  package static func named(_ words: String, for twin: ReleasedTwin) throws -> PretrainedTag {
    let parts = words.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "/" }.map(String.init)
    guard (1...2).contains(parts.count), let last = parts.last else {
      throw CommandError("--pretrained: '\(words)' should be a tag, or a model and a tag with a colon between")
    }
    let tag = last.lowercased().replacing("-", with: "_")
    let model = parts.count == 2 ? parts[0] : nil
    let isQuick = model?.hasSuffix("-quickgelu") == true
    let plain = model.map { isQuick ? String($0.dropLast("-quickgelu".count)) : $0 }
    let known = all.filter { $0.tag == tag && (plain == nil || $0.model.lowercased() == plain?.lowercased()) }
    guard !known.isEmpty else {
      let names = plain == nil ? all.map(\.tag) : all.filter { $0.model == plain }.map(\.tag)
      throw CommandError(
        "--pretrained: open_clip has no such weights as '\(words)'\(Suggestion.tail(tag, in: names.distinct)); "
          + "leave it out and name what differs from the usual, with --activation, --pixels and --fit")
    }
    let ofShape = known.filter { $0.describes(twin) }
    let fitting = ofShape.isEmpty ? known : ofShape
    guard let first = fitting.first, fitting.allSatisfy({ $0.settingsEqual(first) }) else {
      throw CommandError(
        "--pretrained: '\(words)' is \(fitting.map(\.model).joined(separator: " or ")); name the model too, as "
          + "\(known[0].model):\(tag)")
    }
    guard !isQuick || first.isQuick else {
      throw CommandError("--pretrained: open_clip has no \(words); \(first.model):\(first.tag) is not of that form")
    }
    return first
  }

  /// Whether the arrays have the sizes of this model's image tower.
  package func describes(_ twin: ReleasedTwin) -> Bool {
    width == twin.image.width && patch == twin.image.patch && side / patch == twin.image.gridRows
      && isSigLIP == twin.family.isSigLIP
  }

  private func settingsEqual(_ other: PretrainedTag) -> Bool {
    isQuick == other.isQuick && isHalf == other.isHalf && isSquashed == other.isSquashed
  }

  /// All entries whose towers can be taken over.
  package static let all: [PretrainedTag] = {
    var entries: [PretrainedTag] = []
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ").map { String($0) }
      let sizes = words.dropFirst().prefix(3).compactMap { Int($0) }
      guard sizes.count == 3 else { continue }
      for word in words.dropFirst(5) { entries.append(PretrainedTag(model: words[0], sizes: sizes, word: word)) }
    }
    return entries
  }()

  private init(model: String, sizes: [Int], word: String) {
    let parts = word.split(separator: "!", maxSplits: 1).map { String($0) }
    let marks = parts.count == 2 ? parts[1] : ""
    self.model = model
    tag = parts.first ?? ""
    (side, patch, width) = (sizes[0], sizes[1], sizes[2])
    isSigLIP = model.contains("SigLIP")
    isQuick = marks.contains("q")
    isHalf = isSigLIP || marks.contains("h")
    isSquashed = isSigLIP || marks.contains("s")
  }

  /// Model, side, patch, width, and tags: `!q` is QuickGELU, `!h` a mean and deviation of one half, `!s` squashed images.
  private static let table = """
    ViT-B-32 224 32 768 : openai!q laion400m_e31!q laion400m_e32!q laion2b_e16 laion2b_s34b_b79k datacomp_xl_s13b_b90k
    ViT-B-32 224 32 768 : datacomp_m_s128m_b4k commonpool_m_clip_s128m_b4k commonpool_m_laion_s128m_b4k
    ViT-B-32 224 32 768 : commonpool_m_image_s128m_b4k commonpool_m_text_s128m_b4k commonpool_m_basic_s128m_b4k
    ViT-B-32 224 32 768 : commonpool_m_s128m_b4k datacomp_s_s13m_b4k commonpool_s_clip_s13m_b4k
    ViT-B-32 224 32 768 : commonpool_s_laion_s13m_b4k commonpool_s_image_s13m_b4k commonpool_s_text_s13m_b4k
    ViT-B-32 224 32 768 : commonpool_s_basic_s13m_b4k commonpool_s_s13m_b4k metaclip_400m!q metaclip_fullcc!q
    ViT-B-32-256 256 32 768 : datacomp_s34b_b86k
    ViT-B-16 224 16 768 : openai!q laion400m_e31 laion400m_e32 laion2b_s34b_b88k datacomp_xl_s13b_b90k
    ViT-B-16 224 16 768 : datacomp_l_s1b_b8k commonpool_l_clip_s1b_b8k commonpool_l_laion_s1b_b8k
    ViT-B-16 224 16 768 : commonpool_l_image_s1b_b8k commonpool_l_text_s1b_b8k commonpool_l_basic_s1b_b8k
    ViT-B-16 224 16 768 : commonpool_l_s1b_b8k dfn2b!q metaclip_400m!q metaclip_fullcc!q
    ViT-B-16-plus-240 240 16 896 : laion400m_e31 laion400m_e32
    ViT-L-14 224 14 1024 : openai!q laion400m_e31 laion400m_e32 laion2b_s32b_b82k!h datacomp_xl_s13b_b90k
    ViT-L-14 224 14 1024 : commonpool_xl_clip_s13b_b90k commonpool_xl_laion_s13b_b90k commonpool_xl_s13b_b90k
    ViT-L-14 224 14 1024 : metaclip_400m!q metaclip_fullcc!q dfn2b!q dfn2b_s39b
    ViT-L-14-336 336 14 1024 : openai!q
    ViT-H-14 224 14 1280 : laion2b_s32b_b79k metaclip_fullcc!q metaclip_altogether dfn5b!qs
    ViT-H-14-378 378 14 1280 : dfn5b!qs
    ViT-g-14 224 14 1408 : laion2b_s12b_b42k laion2b_s34b_b88k
    ViT-bigG-14 224 14 1664 : laion2b_s39b_b160k metaclip_fullcc!q
    ViT-B-16-SigLIP 224 16 768 : webli
    ViT-B-16-SigLIP-256 256 16 768 : webli
    ViT-B-16-SigLIP-i18n-256 256 16 768 : webli
    ViT-B-16-SigLIP-384 384 16 768 : webli
    ViT-B-16-SigLIP-512 512 16 768 : webli
    ViT-L-16-SigLIP-256 256 16 1024 : webli
    ViT-L-16-SigLIP-384 384 16 1024 : webli
    ViT-SO400M-14-SigLIP 224 14 1152 : webli
    ViT-SO400M-16-SigLIP-i18n-256 256 16 1152 : webli
    ViT-SO400M-14-SigLIP-378 378 14 1152 : webli
    ViT-SO400M-14-SigLIP-384 384 14 1152 : webli
    ViT-B-32-SigLIP2-256 256 32 768 : webli
    ViT-B-16-SigLIP2 224 16 768 : webli
    ViT-B-16-SigLIP2-256 256 16 768 : webli
    ViT-B-16-SigLIP2-384 384 16 768 : webli
    ViT-B-16-SigLIP2-512 512 16 768 : webli
    ViT-L-16-SigLIP2-256 256 16 1024 : webli
    ViT-L-16-SigLIP2-384 384 16 1024 : webli
    ViT-L-16-SigLIP2-512 512 16 1024 : webli
    ViT-SO400M-14-SigLIP2 224 14 1152 : webli
    ViT-SO400M-14-SigLIP2-378 378 14 1152 : webli
    ViT-SO400M-16-SigLIP2-256 256 16 1152 : webli
    ViT-SO400M-16-SigLIP2-384 384 16 1152 : webli
    ViT-SO400M-16-SigLIP2-512 512 16 1152 : webli
    ViT-gopt-16-SigLIP2-256 256 16 1536 : webli
    ViT-gopt-16-SigLIP2-384 384 16 1536 : webli
    """
}
