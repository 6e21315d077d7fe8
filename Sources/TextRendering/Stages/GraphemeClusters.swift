import CICU

/// Extended grapheme clusters: what a reader sees as one character, and no later stage splits.
struct GraphemeClusters {
  let text: NormalizedText
  /// Whether a cluster starts at a code point.
  let starts: ScratchView<Bool>

  /// Whether a cluster starts here that no virama ties to the one before: a place where a word may be cut without changing
  /// its letters.
  @inline(__always)
  func isUnitStart(_ index: Int) -> Bool {
    starts[index] && (index == 0 || text.properties[index - 1] & CharacterProperties.isVirama == 0)
  }

  /// First code point after the cluster that starts at `start`, at most `limit`.
  @inline(__always)
  func end(after start: Int, limit: Int) -> Int {
    var end = start + 1
    while end < limit, !starts[end] { end += 1 }
    return end
  }
}

/// Stage 5: where grapheme clusters start (UAX #29, Unicode 16.0).
struct ClusterFinder {
  private let starts = ScratchBuffer<Bool>(capacity: 1024)

  func find(_ text: NormalizedText) -> GraphemeClusters {
    starts.restart(room: text.count)
    starts.count = text.count
    if text.allProperties & CharacterProperties.hasGraphemeRule != 0 {
      applyRules(text)
    } else {
      starts.start.update(repeating: true, count: text.count)
    }
    return GraphemeClusters(text: text, starts: starts.view)
  }

  private func applyRules(_ text: NormalizedText) {
    var previous: Int32 = -1
    var regionalIndicators = 0
    var pictograph = Pictograph.none
    var conjunct = ConjunctState.none
    for index in 0..<text.count {
      let properties = CharacterProperties(bits: text.properties[index])
      let current = properties.graphemeClass
      let joinsPictograph = pictograph == .joined && properties.has(CharacterProperties.isPictographic)
      let joinsConjunct = conjunct == .linked && properties.conjunct == Conjunct.consonant.rawValue
      let breaks =
        index == 0
        || !joinsConjunct
          && Self.isBoundary(
            previous, current, oddIndicators: regionalIndicators % 2 == 1, joinsPictograph: joinsPictograph)
      starts[index] = breaks
      regionalIndicators = current == Self.regionalIndicator ? (breaks ? 1 : regionalIndicators + 1) : 0
      pictograph = pictograph.next(current, properties)
      conjunct = conjunct.next(properties)
      previous = current
    }
  }

  /// Where a zero-width joiner after a pictograph binds the next one (rule GB11).
  private enum Pictograph {
    case none, started, joined

    @inline(__always)
    func next(_ current: Int32, _ properties: CharacterProperties) -> Pictograph {
      if properties.has(CharacterProperties.isPictographic) { return .started }
      if self == .none { return .none }
      if current == zwj { return .joined }
      return current == extend ? .started : .none
    }
  }

  /// Where a virama after a consonant binds the next one (rule GB9c).
  private enum ConjunctState {
    case none, started, linked

    @inline(__always)
    func next(_ properties: CharacterProperties) -> ConjunctState {
      switch properties.conjunct {
      case Conjunct.consonant.rawValue: .started
      case Conjunct.linker.rawValue: self == .none ? .none : .linked
      case Conjunct.extend.rawValue: self
      default: .none
      }
    }
  }

  private static let control = Int32(U_GCB_CONTROL.rawValue)
  private static let cr = Int32(U_GCB_CR.rawValue)
  private static let lf = Int32(U_GCB_LF.rawValue)
  private static let extend = Int32(U_GCB_EXTEND.rawValue)
  private static let zwj = Int32(U_GCB_ZWJ.rawValue)
  private static let spacingMark = Int32(U_GCB_SPACING_MARK.rawValue)
  private static let prepend = Int32(U_GCB_PREPEND.rawValue)
  private static let hangulL = Int32(U_GCB_L.rawValue)
  private static let hangulV = Int32(U_GCB_V.rawValue)
  private static let hangulT = Int32(U_GCB_T.rawValue)
  private static let hangulLV = Int32(U_GCB_LV.rawValue)
  private static let hangulLVT = Int32(U_GCB_LVT.rawValue)
  private static let regionalIndicator = Int32(U_GCB_REGIONAL_INDICATOR.rawValue)

  /// Rules GB3 to GB999 between two classes.
  private static func isBoundary(
    _ before: Int32, _ after: Int32, oddIndicators: Bool, joinsPictograph: Bool
  ) -> Bool {
    if before == 0, after == 0 { return true }
    if before == cr, after == lf { return false }
    if before == control || before == cr || before == lf { return true }
    if after == control || after == cr || after == lf { return true }
    if before == hangulL {
      if after == hangulL || after == hangulV || after == hangulLV || after == hangulLVT { return false }
    }
    if before == hangulLV || before == hangulV, after == hangulV || after == hangulT { return false }
    if before == hangulLVT || before == hangulT, after == hangulT { return false }
    if after == extend || after == zwj || after == spacingMark || before == prepend { return false }
    if joinsPictograph, before == zwj { return false }
    if before == regionalIndicator, after == regionalIndicator, oddIndicators { return false }
    return true
  }
}

/// Unicode's property Indic_Conjunct_Break: what a character does in a conjunct of consonants, which rule GB9c of UAX #29 keeps in
/// one cluster. ICU has it since 76; here it follows, as Unicode 16.0 defines it, from properties that ICU 72 has too, so that
/// clusters do not depend on ICU's version.
enum Conjunct: UInt64 {
  case none, consonant, extend, linker

  /// - Parameters:
  ///   - script: ICU's script code.
  ///   - grapheme: ICU's `UGraphemeClusterBreak`.
  init(of scalar: UInt32, script: Int32, grapheme: Int32) {
    let syllabic = clippo_icu_property(Int32(bitPattern: scalar), Int32(UCHAR_INDIC_SYLLABIC_CATEGORY.rawValue))
    let forms = Self.scripts.contains(script)
    if forms, syllabic == Int32(U_INSC_VIRAMA.rawValue) {
      self = .linker
    } else if forms, syllabic == Int32(U_INSC_CONSONANT.rawValue) {
      self = .consonant
    } else {
      let nonJoiner: UInt32 = 0x200C
      let extends = [U_GCB_EXTEND, U_GCB_ZWJ].map { Int32($0.rawValue) }.contains(grapheme)
      self = extends && scalar != nonJoiner ? .extend : .none
    }
  }

  private static let scripts: Set<Int32> = Set(
    [USCRIPT_BENGALI, USCRIPT_DEVANAGARI, USCRIPT_GUJARATI, USCRIPT_MALAYALAM, USCRIPT_ORIYA, USCRIPT_TELUGU].map {
      Int32($0.rawValue)
    })
}
