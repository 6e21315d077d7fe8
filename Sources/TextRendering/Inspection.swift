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

  /// Boundaries of a caption, as numbers of its code points as it was given, by the rules of its language. Throws where ICU's
  /// data is missing or the caption is longer than 16 MiB.
  public func breaks(in caption: String, at boundary: Boundary, language: String = "und") throws -> [Int] {
    var copy = caption
    try copy.withUTF8 { bytes in
      try requireLength(bytes.count)
      try analyse(bytes, language: languageFonts(language))
    }
    let numbers = CodePointNumbers(caption)
    var places: [Int] = []
    for place in try normalizedBreaks(at: boundary, language: language) {
      let number = numbers[Int(text.sources[place])]
      // Normalization may have put a boundary inside of what was one code point.
      if number != places.last { places.append(number) }
    }
    return places
  }

  /// The same as indexes into `text`.
  private func normalizedBreaks(at boundary: Boundary, language: String) throws -> [Int] {
    guard text.count > 0 else { return [] }
    func marked(_ mark: UInt8) -> [Int] { (0..<text.count).filter { text.marks[$0] & mark != 0 } + [text.count] }
    switch boundary {
    case .grapheme: return marked(WorkingText.clusterStart)
    case .line: return marked(WorkingText.breakBefore)
    case .word:
      return try WordBoundaries.find(in: text, utf16: normalizer.utf16, locale: LanguageTag(language).locale)
    }
  }
}
