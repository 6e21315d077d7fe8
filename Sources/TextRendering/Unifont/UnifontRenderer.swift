import Files

/// Pages as the original CLIPPO draws them, rule by rule (big_vision, `render_unifont`), for its released weights and for
/// comparison: one Unifont cell a code point in logical order, trimmed to its ink with a pixel to the left and four pixels at
/// least; no shaping, no bidi, no words. Where the original loses text silently, the page counts it.
///
/// One renderer serves one thread.
public final class UnifontRenderer {
  public let options: UnifontOptions
  private let unifont: UnifontTable
  private let characters = CharacterTable()
  private let decoder: CaptionDecoder

  /// Throws where the page's size is out of range.
  public init(table: UnifontTable, options: UnifontOptions = UnifontOptions()) throws {
    try options.contractOptions.validate()
    self.options = options
    unifont = table
    decoder = CaptionDecoder(table: characters, lowercase: false)
  }

  /// A trimmed cell: columns from the left, each with its rows as bits, the top one highest.
  private struct Letter {
    var columns: [UInt16]
    var isMissing: Bool
  }

  /// Renders a caption. Throws where a font file is broken.
  public func page(for caption: String) throws -> Page {
    var caption = caption
    let text = caption.withUTF8 { decoder.decode($0) }
    let count = min(text.count, options.characterLimit)
    let letters = try (0..<count).map { try letter(text.scalars[$0]) }
    var sheet = UnifontSheet(options: options)
    let widest = letters.map(\.columns.count).max() ?? 0
    let divisor = max(1, options.width - widest)
    var total = 0
    for (index, letter) in letters.enumerated() {
      total += letter.columns.count
      let range = Int(text.sources[index])..<Int(text.sources[index + 1])
      sheet.place(letter.columns, scalar: text.scalars[index], row: total / divisor, textRange: range)
      if letter.isMissing { sheet.truncation.missing[text.scalars[index], default: 0] += 1 }
    }
    sheet.truncation.replacedBytes = text.replacedBytes
    sheet.truncation.truncatedCharacters += text.count - count
    if text.count > count { sheet.truncation.truncatedLines += 1 }
    return sheet.page(captionLength: Int(text.sources[text.count]))
  }

  private func letter(_ scalar: UInt32) throws -> Letter {
    let lowered = options.lowercase && (0x41...0x5A).contains(scalar) ? scalar + 0x20 : scalar
    let found = try unifont.cell(of: lowered)
    let cell = found ?? UnifontTable.Cell(repeating: 0, count: UnifontTable.side)
    let foreground = cell.reduce(0, |)
    let first = foreground == 0 ? 0 : foreground.leadingZeroBitCount
    let last = foreground == 0 ? 0 : UnifontTable.side - 1 - foreground.trailingZeroBitCount
    let start = max(first - 1, 0)
    let end = min(UnifontTable.side, max(last + 1, start + 4))
    let columns = (start..<end).map { column in
      cell.reduce(UInt16(0)) { $0 << 1 | ($1 >> UInt16(UnifontTable.side - 1 - column) & 1) }
    }
    let properties = characters[scalar]
    return Letter(
      columns: columns,
      isMissing: (found == nil || properties.has(CharacterProperties.isUnassigned))
        && !properties.has(CharacterProperties.isInvisible))
  }

  /// What the pages depend on; a model trained on them refuses any other.
  public var contract: RendererContract {
    var hash: UInt64 = 0
    for (_, sample) in RenderingSample.texts {
      guard let page = try? page(for: sample) else { continue }
      hash = RenderingSample.combine(hash, page)
    }
    let fonts = unifont.files.map { path in
      RendererContract.FontIdentity(
        file: path.split(separator: "/").last.map { String($0) } ?? path, face: 0,
        hash: RendererContract.hash(file: path), scale: 1000, shift: 0)
    }
    return RendererContract(
      version: RendererContract.unifontVersion, options: options.contractOptions, fonts: fonts,
      libraries: "Unifont cells", sample: Hexadecimal.text(hash))
  }
}
