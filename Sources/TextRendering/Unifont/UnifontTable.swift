import CFreeType
import FoundationEssentials

/// GNU Unifont as cells of 16 x 16 bits: one code point, one cell, as the original CLIPPO reads it.
public final class UnifontTable {
  /// Rows of a cell from the top; the leftmost column is the highest bit.
  typealias Cell = [UInt16]

  static let side = 16
  private var cells: [UInt32: Cell] = [:]
  private let draw: (UInt32) throws -> Cell?
  /// Files that the cells come from.
  let files: [String]

  /// Reads files in Unifont's `.hex` format: `0041:0000…`, 32 digits for a narrow glyph and 64 for a wide one. A later file
  /// replaces what an earlier one says. Throws a sentence naming the file and the line that is not right.
  public init(hexFiles: [String]) throws {
    files = hexFiles
    draw = { _ in nil }
    for path in hexFiles {
      guard let data = FileManager.default.contents(atPath: path) else {
        throw RenderingError("The Unifont file \(path) cannot be read.")
      }
      for (number, line) in data.split(separator: 0x0A).enumerated() where line.first != 0x23 {
        guard let (scalar, cell) = Self.parse(line) else {
          throw RenderingError(
            "\(path), line \(number + 1): a line must be a code point, a colon and 32 or 64 hexadecimal digits.")
        }
        cells[scalar] = cell
      }
    }
  }

  /// Takes the cells out of the distribution's font files, which draw every bit as a pixel at size 16. Throws where a file is
  /// broken.
  public init(fontFiles: [String]) throws {
    files = fontFiles
    let library = try FontLibrary()
    let faces = try fontFiles.map {
      try FontFace(path: $0, face: 0, size: Int32(Self.side * 64), shift: 0, library: library)
    }
    draw = { scalar in
      for face in faces {
        let glyph = FT_Get_Char_Index(face.rasterizer, FT_ULong(scalar))
        if glyph != 0 { return try Self.draw(glyph, face) }
      }
      return nil
    }
  }

  /// The fonts of package fonts-unifont. Throws a sentence with the command that installs them.
  public static func installed(fontFolders: [String] = []) throws -> UnifontTable {
    let names = ["unifont.otf", "unifont_upper.otf"]
    let finder = try FontFinder(names: Set(names), required: fontFolders)
    let paths = names.compactMap { finder.paths[$0] }
    guard paths.count == names.count else {
      throw RenderingError("The fonts of GNU Unifont are not installed: sudo apt-get install fonts-unifont.")
    }
    return try UnifontTable(fontFiles: paths)
  }

  /// The cell of a code point; nil where Unifont has none.
  func cell(of scalar: UInt32) throws -> Cell? {
    if let cell = cells[scalar] { return cell.isEmpty ? nil : cell }
    let cell = try draw(scalar)
    cells[scalar] = cell ?? []
    return cell
  }

  static func parse(_ line: some Collection<UInt8>) -> (scalar: UInt32, cell: Cell)? {
    let text = String(decoding: line, as: UTF8.self)
    let fields = text.split(separator: ":", maxSplits: 1)
    guard fields.count == 2, let scalar = UInt32(fields[0], radix: 16), scalar < 0x20_0000 else { return nil }
    let digits = fields[1].last == "\r" ? fields[1].dropLast() : fields[1]
    guard digits.utf8.count == 32 || digits.utf8.count == 64 else { return nil }
    let width = digits.utf8.count / side
    var cell: Cell = []
    var rest = digits
    for _ in 0..<side {
      guard let row = UInt16(rest.prefix(width), radix: 16) else { return nil }
      cell.append(width == 2 ? row << 8 : row)
      rest = rest.dropFirst(width)
    }
    return (scalar, cell)
  }

  /// A glyph's bits in its cell: 14 rows above the baseline, 2 below. Combining marks stand left of their pen in the font and
  /// inside the cell in CLIPPO's table.
  private static func draw(_ glyph: FT_UInt, _ face: FontFace) throws -> Cell {
    var cell = Cell(repeating: 0, count: side)
    guard FT_Load_Glyph(face.rasterizer, glyph, clippo_ft_load_outline) == 0, let slot = face.rasterizer.pointee.glyph,
      slot.pointee.format != FT_GLYPH_FORMAT_OUTLINE || FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) == 0
    else { throw RenderingError("The font file \(face.path) is broken: glyph \(glyph) cannot be drawn.") }
    let bitmap = slot.pointee.bitmap
    guard let buffer = bitmap.buffer, UInt32(bitmap.pixel_mode) == FT_PIXEL_MODE_GRAY.rawValue else { return cell }
    var left = Int(slot.pointee.bitmap_left)
    while left < 0 { left += side / 2 }
    for y in 0..<Int(bitmap.rows) {
      let row = side - 2 - Int(slot.pointee.bitmap_top) + y
      guard cell.indices.contains(row) else { continue }
      for x in 0..<Int(bitmap.width) where left + x < side && buffer[y * Int(bitmap.pitch) + x] > 127 {
        cell[row] |= 0x8000 >> UInt16(left + x)
      }
    }
    return cell
  }
}
