/// Another way to ask the same: spelled otherwise, or drawn otherwise where the model reads pages.
public enum QueryChange: Sendable, Hashable {
  case spelled(Perturbation)
  /// Drawn with letters of other shapes.
  case otherFont
  /// Drawn smaller.
  case otherSize

  /// All of them, in the order in which they are shown.
  public static let all = Perturbation.allCases.map(QueryChange.spelled) + [.otherFont, .otherSize]

  public var title: String {
    switch self {
    case .spelled(let perturbation): perturbation.title
    case .otherFont: "Another font"
    case .otherSize: "Smaller letters"
    }
  }

  /// One sentence on what it does.
  public var about: String {
    switch self {
    case .spelled(let perturbation): perturbation.about
    case .otherFont: "Pages are drawn with serifs; tokens know no fonts."
    case .otherSize: "Pages are drawn at three quarters of the size; tokens know no size."
    }
  }

  /// What programs call it.
  package var word: String {
    switch self {
    case .spelled(let perturbation): perturbation.rawValue
    case .otherFont: "otherFont"
    case .otherSize: "otherSize"
    }
  }
}
