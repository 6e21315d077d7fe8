import Console
import Tokenizers

/// Whose settings weights are taken over with, where the package that they are kept for and the program that trained them differ.
public enum ImportForm: String, Sendable, CaseIterable {
  /// What the package computes whose names the arrays bear.
  case package
  /// What the training computed: SigLIP's towers by tanh, its images resized without smoothing and its texts as big_vision reads them;
  /// CLIP's texts repaired as OpenAI and open_clip do; Chinese-CLIP's texts as its scripts read them.
  case training
}

/// Whose cleaning a text gets before its tokens are looked for.
public enum TextCleaningSource: String, Sendable, CaseIterable {
  case transformers
  case openCLIP = "open-clip"
  case bigVision = "big-vision"
  /// `cn_clip.clip.tokenize`.
  case cnCLIP = "cn-clip"
  /// The scripts that come with Chinese-CLIP.
  case chineseCLIP = "chinese-clip"
}

extension TextCleaningSource {
  /// The cleaning with a family's vocabulary. Throws a sentence where the package reads no such texts.
  ///
  /// - Parameter isGemma: whether the vocabulary is Gemma's, which SigLIP 2 has.
  package func cleaning(for family: ReleasedTwin.Family, isGemma: Bool) throws -> TextCleaning {
    if let cleaning = known(for: family, isGemma: isGemma) { return cleaning }
    let others = TextCleaningSource.allCases.filter { $0.known(for: family, isGemma: isGemma) != nil }
    throw CommandError(
      "--texts \(rawValue): these weights are \(family.words), whose texts can be read as "
        + "\(others.map(\.rawValue).joined(separator: " or "))")
  }

  /// The same, nil where the package reads no such texts.
  package func known(for family: ReleasedTwin.Family, isGemma: Bool) -> TextCleaning? {
    switch family {
    case .openCLIP, .transformersCLIP:
      switch self {
      case .transformers: return TextCleaning.none
      case .openCLIP: return .openClip
      case .bigVision, .cnCLIP, .chineseCLIP: return nil
      }
    case .chineseCLIP:
      switch self {
      case .transformers, .cnCLIP: return TextCleaning.none
      case .chineseCLIP: return .chineseClip
      case .openCLIP, .bigVision: return nil
      }
    case .siglip, .siglipNaFlex, .openCLIPSigLIP, .bigVision:
      switch self {
      case .transformers: return isGemma ? .siglip2 : .siglip
      case .openCLIP: return .openClipCanonical
      case .bigVision: return .bigVision
      case .cnCLIP, .chineseCLIP: return nil
      }
    }
  }

  /// Whose source a package's own texts follow.
  package static func usual(for family: ReleasedTwin.Family) -> TextCleaningSource {
    switch family {
    case .openCLIP, .openCLIPSigLIP: .openCLIP
    case .transformersCLIP, .chineseCLIP, .siglip, .siglipNaFlex: .transformers
    case .bigVision: .bigVision
    }
  }

  /// Whose source the training's texts followed.
  package static func training(of family: ReleasedTwin.Family) -> TextCleaningSource {
    switch family {
    case .openCLIP, .transformersCLIP: .openCLIP
    case .chineseCLIP: .chineseCLIP
    case .siglip, .siglipNaFlex, .openCLIPSigLIP, .bigVision: .bigVision
    }
  }
}

/// How pixels are normalized, by a name.
public enum PixelWord: String, Sendable, CaseIterable {
  /// Mean and deviation of OpenAI's training data.
  case openAI = "openai"
  /// One half each: -1…1.
  case half
  /// Mean and deviation of ImageNet.
  case imageNet = "imagenet"
  /// 0…1 as they are.
  case plain

  package var normalization: PixelNormalization {
    switch self {
    case .openAI: .clip
    case .half: .unit
    case .imageNet: .imageNet
    case .plain: .plain
    }
  }
}

extension PixelNormalization {
  /// How a person reads it.
  package var words: String {
    if self == .clip { return "OpenAI's mean and deviation" }
    if self == .unit { return "mean and deviation 0.5" }
    if self == .imageNet { return "ImageNet's mean and deviation" }
    func numbers(_ values: [Float]) -> String { values.map { "\($0)" }.joined(separator: " ") }
    return "mean \(numbers(mean)), deviation \(numbers(deviation))"
  }
}
