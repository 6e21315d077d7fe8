/// The sixteen kinds of change that RandAugment chooses from, in big_vision's order and with its names.
public enum RandAugmentOperation: String, Sendable, CaseIterable {
  case autoContrast = "AutoContrast"
  case equalize = "Equalize"
  case invert = "Invert"
  case rotate = "Rotate"
  case posterize = "Posterize"
  case solarize = "Solarize"
  case color = "Color"
  case contrast = "Contrast"
  case brightness = "Brightness"
  case sharpness = "Sharpness"
  case shearX = "ShearX"
  case shearY = "ShearY"
  case translateX = "TranslateX"
  case translateY = "TranslateY"
  case cutout = "Cutout"
  case solarizeAdd = "SolarizeAdd"

  /// The change at `magnitude` (0…20; most constants are reached at 10). Changes with a direction take the other one
  /// where `negated`; cutout lies about `place`, a row and a column.
  func change(magnitude: Int, negated: Bool, place: (row: Int, column: Int)) -> RandAugmentChange {
    let level = Double(magnitude) / 10
    let signed = negated ? -level : level
    let enhanced = Float(level * 1.8 + 0.1)
    switch self {
    case .autoContrast: return .autoContrast
    case .equalize: return .equalize
    case .invert: return .invert
    case .rotate: return .rotate(degrees: Float(signed * 30))
    case .posterize: return .posterize(bits: Int(level * 4))
    case .solarize: return .solarize(threshold: Int(level * 256) % 256)
    case .color: return .color(enhanced)
    case .contrast: return .contrast(enhanced)
    case .brightness: return .brightness(enhanced)
    case .sharpness: return .sharpness(enhanced)
    case .shearX: return .shearX(Float(signed * 0.3))
    case .shearY: return .shearY(Float(signed * 0.3))
    case .translateX: return .translateX(pixels: Float(signed * 100))
    case .translateY: return .translateY(pixels: Float(signed * 100))
    case .cutout: return .cutout(radius: Int(level * 40), row: place.row, column: place.column)
    case .solarizeAdd: return .solarizeAdd(Int(level * 110))
    }
  }
}
