/// How text is laid out to be looked at rather than trained on. None of it is part of a renderer's contract: a model never
/// reads pages drawn with anything but the defaults.
public struct Inspection: Sendable, Hashable {
  /// The direction of a paragraph.
  public enum Base: Int32, Sendable, CaseIterable {
    /// That of its first strong character (UAX #9, rules P2 and P3).
    case automatic = -1
    case leftToRight = 0
    case rightToLeft = 1
  }

  public var base: Base
  /// Pixels a line may be long, at most the page's; nil takes the page's.
  public var lineLength: Int?
  /// Whether dumps give positions in unrounded font units, as `hb-shape` does; lines then end at line ends only.
  public var usesFontUnits: Bool

  public init(base: Base = .automatic, lineLength: Int? = nil, usesFontUnits: Bool = false) {
    self.base = base
    self.lineLength = lineLength
    self.usesFontUnits = usesFontUnits
  }
}

extension TextRenderer {
  /// What `breaks` looks for.
  public enum Boundary: String, Sendable, CaseIterable {
    /// Where a line may or must end (UAX #14), the end included.
    case line
    /// Where a grapheme cluster starts (UAX #29), and the end.
    case grapheme
    /// Where a word or what stands between words starts (UAX #29, with dictionaries), and the end.
    case word
  }

  /// Boundaries of a caption in normal form C, as numbers of code points from its start. Throws where ICU's data is missing.
  public func breaks(in caption: String, at boundary: Boundary, language: String = "und") throws -> [Int] {
    var caption = caption
    try caption.withUTF8 { try analyse($0, language: languageFonts(language)) }
    let mark = boundary == .grapheme ? WorkingText.clusterStart : WorkingText.breakBefore
    if boundary == .word { return try WordBoundaries.find(in: text, utf16: normalizer.utf16) }
    let places = (0..<text.count).filter { text.marks[$0] & mark != 0 }
    return text.count == 0 ? [] : places + [text.count]
  }
}
