/// The faces of a stack, opened when a caption first needs them.
final class OpenFonts {
  let stack: FontStack
  private let library: FontLibrary
  private let fontSize: Int
  private let usesFontUnits: Bool
  private var faces: [FontFace?]

  /// With `usesFontUnits` HarfBuzz counts in font units instead of 1/64 pixels.
  init(stack: FontStack, fontSize: Int, usesFontUnits: Bool = false) throws {
    self.usesFontUnits = usesFontUnits
    self.stack = stack
    self.fontSize = fontSize
    library = try FontLibrary()
    faces = Array(repeating: nil, count: stack.fonts.count)
  }

  /// The face of a font that the stack found. Throws where its file is broken.
  func face(_ index: Int) throws -> FontFace {
    if let face = faces[index] { return face }
    let font = stack.fonts[index]
    guard let path = font.path else {
      throw RenderingError("The font \(font.definition.file) is not installed: install \(font.definition.package).")
    }
    let face = try FontFace(
      path: path, face: font.definition.face,
      size: Int32((fontSize * 64 * font.definition.scale + 500) / 1000),
      shift: Int32((Double(fontSize * font.definition.shift) / 1000).rounded()), library: library)
    if usesFontUnits { face.countInFontUnits() }
    faces[index] = face
    return face
  }
}
