/// What a caption goes through before its tokenizer sees it: each package has its setting, and models know their own best.
///
/// Recorded from open_clip_torch 3.3.0, transformers 5.23.0, cn_clip 1.6.0 and big_vision; see `docs/pretrained.md`.
public enum TextCleaning: String, Sendable, CaseIterable {
  /// The caption as it is.
  case none
  /// big_vision's `lower`: ASCII's capitals become small, and nothing else changes.
  case bigVision
  /// transformers' tokenizer of SigLIP: small letters, no ASCII punctuation, single spaces.
  case siglip
  /// transformers' tokenizer of SigLIP 2: small letters, each code point by itself.
  case siglip2
  /// open_clip's `lower`, and OpenAI's before it: repaired as ftfy does, HTML's entities decoded, single spaces, small letters.
  case openClip
  /// open_clip's `whitespace`: the same without small letters.
  case openClipWhitespace
  /// open_clip's `canonicalize`, for SigLIP: repaired and decoded, `_` a space, no ASCII punctuation, small letters, single spaces.
  case openClipCanonical
  /// The scripts that come with Chinese-CLIP: small letters, “ and ” straight.
  case chineseClip

  /// The caption after it.
  public func cleaned(_ text: String) -> String {
    switch self {
    case .none: text
    case .siglip: CanonicalText.of(text)
    default: UnicodeText.text(cleaned(UnicodeText.scalars(text)))
    }
  }

  /// Code points after all cleanings but SigLIP's own, which works on strings.
  private func cleaned(_ text: Scalars) -> Scalars {
    switch self {
    case .none, .siglip: text
    case .bigVision: text.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
    case .siglip2: UnicodeText.lowered(text)
    case .openClip: PythonText.lowercased(PythonText.singleSpaced(Self.plain(text)))
    case .openClipWhitespace: PythonText.singleSpaced(Self.plain(text))
    case .openClipCanonical:
      PythonText.singleSpaced(
        PythonText.lowercased(
          Self.plain(text).map { $0 == 0x5F ? 0x20 : $0 }.filter { !CharacterClass.isASCIIPunctuation($0) }))
    case .chineseClip: PythonText.lowercased(text).map { $0 == 0x201C || $0 == 0x201D ? 0x22 : $0 }
    }
  }

  /// open_clip's `basic_clean`.
  private static func plain(_ text: Scalars) -> Scalars {
    PythonText.stripped(HTMLEntities.decoded(HTMLEntities.decoded(RepairedText.of(text))))
  }

  /// What a contract keeps of it: SigLIP's was an option of its own before there were others.
  var described: [TokenizerContract.Option] {
    switch self {
    case .none: []
    case .siglip: [.init("canonical", 1)]
    case .bigVision: [.init("cleaning", 1)]
    case .siglip2: [.init("cleaning", 2)]
    case .openClip: [.init("cleaning", 3)]
    case .openClipWhitespace: [.init("cleaning", 4)]
    case .openClipCanonical: [.init("cleaning", 5)]
    case .chineseClip: [.init("cleaning", 6)]
    }
  }
}
