/// Which of a record's captions a view shows: one drawn evenly from all that fit.
public struct CaptionChoice: Hashable, Sendable {
  /// In which languages a caption may be.
  public enum Language: Hashable, Sendable {
    /// In any of the run.
    case any
    /// In that of the pair's caption.
    case same
    /// In one of the run that is not that of the pair's caption.
    case other
    /// In one by its tag, be it one of the run or not.
    case only(String)
    /// In one of the run that is not this one.
    case except(String)
  }

  /// How the caption came about; nil takes any that says what the image shows, which keywords and labels do not.
  public var role: CaptionRole?
  public var language: Language
  /// Whether it must be another than the one that `BatchView.text` shows.
  public var isAnother: Bool
  /// Views of one choice with different numbers are drawn apart, and may show the same caption.
  public var number: Int

  public init(role: CaptionRole? = nil, language: Language = .any, isAnother: Bool = true, number: Int = 0) {
    self.role = role
    self.language = language
    self.isAnother = isAnother
    self.number = number
  }

  /// The captions of a record that fit, in its order.
  ///
  /// - Parameters:
  ///   - text: the pair's caption.
  ///   - languages: of the run.
  public func captions(of record: CaptionedImage, beside text: Caption, languages: [String]) -> [Caption] {
    record.captions.filter { caption in
      let hasRole = role.map { $0 == caption.role } ?? (caption.role != .keyword && caption.role != .label)
      return hasRole && allows(caption.language, beside: text.language, languages)
        && !(isAnother && caption.text == text.text && caption.language == text.language)
    }
  }

  /// Whether a record has one, whichever of its captions is the pair's.
  public func fits(_ record: CaptionedImage, languages: [String]) -> Bool {
    record.captions.contains { text in
      text.role != .keyword && languages.contains(text.language)
        && !captions(of: record, beside: text, languages: languages).isEmpty
    }
  }

  private func allows(_ language: String, beside own: String, _ languages: [String]) -> Bool {
    switch self.language {
    case .any: languages.contains(language)
    case .same: language == own
    case .other: languages.contains(language) && language != own
    case .only(let tag): language == tag
    case .except(let tag): languages.contains(language) && language != tag
    }
  }

  var name: String {
    let place =
      switch language {
      case .any: ""
      case .same: " in the same language"
      case .other: " in another language"
      case .only(let tag): " in \(tag)"
      case .except(let tag): " not in \(tag)"
      }
    return "\(isAnother ? "other " : "")caption\(role.map { " of role \($0.rawValue)" } ?? "")\(place)"
      + (number == 0 ? "" : " (\(number))")
  }
}
