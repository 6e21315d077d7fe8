/// What the original CLIPPO's text operation lets one choose (big_vision, `render_unifont`); the font's size is 16.
public struct UnifontOptions: Sendable, Hashable {
  /// Page in patches of 16 pixels, 1…1024.
  public var rows: Int
  public var columns: Int
  /// Gray of a bit, and of the page.
  public var foreground: UInt8
  public var background: UInt8
  /// Whether A…Z become a…z first; other letters keep their case, as there.
  public var lowercase: Bool
  /// Whether blank patches are kept, as there.
  public var keepBlankPatches: Bool
  /// Code points that are read of a caption.
  public var characterLimit: Int

  public init(
    rows: Int = 14, columns: Int = 14, foreground: UInt8 = 0, background: UInt8 = 127, lowercase: Bool = true,
    keepBlankPatches: Bool = true, characterLimit: Int = 768
  ) {
    self.rows = rows
    self.columns = columns
    self.foreground = foreground
    self.background = background
    self.lowercase = lowercase
    self.keepBlankPatches = keepBlankPatches
    self.characterLimit = characterLimit
  }

  var width: Int { columns * UnifontTable.side }

  /// The same choices in the words of the contract.
  var contractOptions: RendererOptions {
    RendererOptions(
      patchSize: UnifontTable.side, rows: rows, columns: columns, fontSize: UnifontTable.side, foreground: foreground,
      background: background, keepBlankPatches: keepBlankPatches, emoji: .foreground, lowercase: lowercase)
  }
}
