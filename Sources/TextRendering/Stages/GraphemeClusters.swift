import CICU

/// Stage 5: extended grapheme clusters (UAX #29, Unicode 16.0), marked where they start. No later stage splits one.
enum GraphemeClusters {
  static func mark(_ text: WorkingText) {
    let marks = text.marks
    guard text.count > 0 else { return }
    guard text.allProperties & CharacterProperties.hasGraphemeRule != 0 else {
      marks.update(repeating: WorkingText.clusterStart, count: text.count)
      return
    }
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
          && isBoundary(previous, current, oddIndicators: regionalIndicators % 2 == 1, joinsPictograph: joinsPictograph)
      marks[index] = breaks ? WorkingText.clusterStart : 0
      regionalIndicators = current == regionalIndicator ? (breaks ? 1 : regionalIndicators + 1) : 0
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
