import CFreeType
import CHarfBuzz
import CICU
import CKernels
import Files

/// Everything a page's bytes depend on. A model is bound to the contract it was trained with.
public struct RendererContract: Sendable, Equatable {
  /// One font of the stack.
  public struct FontIdentity: Sendable, Equatable {
    /// File name without folder.
    public var file: String
    /// Face inside a collection, 0 first.
    public var face: Int
    /// Hash of the file's bytes as 16 hexadecimal digits; "absent" where this machine does not have the file.
    public var hash: String
    /// Size relative to the nominal size, and shift of the baseline in nominal sizes, both in thousandths.
    public var scale: Int
    public var shift: Int
  }

  /// Version of the rendering rules: it changes with every release that draws something differently.
  public static let currentVersion = 3
  /// The same of Unifont's pages, which follow none of the rules that changed.
  static let unifontVersion = 2
  /// What a version draws otherwise than the one before, for those who come from there.
  private static let changes: [Int: String] = [
    3:
      "Since version 3 lines break by the rules of the caption's language, which moves ends of lines in Chinese around curly "
      + "quotation marks and in Japanese before small kana, and text with isolates or embeddings is ordered exactly as "
      + "UAX #9 says; everything else is drawn as before."
  ]

  public var version: Int
  public var options: RendererOptions
  public var fonts: [FontIdentity]
  /// Versions of the text libraries; informative, `sample` decides.
  public var libraries: String
  /// Hash of the pages of a fixed sample of scripts, as 16 hexadecimal digits.
  public var sample: String

  public init(
    version: Int, options: RendererOptions, fonts: [FontIdentity], libraries: String, sample: String
  ) {
    self.version = version
    self.options = options
    self.fonts = fonts
    self.libraries = libraries
    self.sample = sample
  }

  /// Reads every font file of the stack once.
  init(renderer: TextRenderer) {
    version = Self.currentVersion
    options = renderer.options
    var hashes: [String: String] = [:]
    fonts = renderer.fonts.fonts.map { font in
      let hash = font.path.map { path in hashes[path] ?? Self.hash(file: path) } ?? "absent"
      if let path = font.path { hashes[path] = hash }
      let definition = font.definition
      return FontIdentity(
        file: definition.file, face: definition.face, hash: hash, scale: definition.scale, shift: definition.shift)
    }
    libraries =
      "FreeType \(FREETYPE_MAJOR).\(FREETYPE_MINOR).\(FREETYPE_PATCH), HarfBuzz "
      + "\(String(cString: hb_version_string())), ICU \(String(cString: clippo_icu_version()))"
    sample = RenderingSample.hash(with: renderer)
  }

  /// What differs from another contract, one sentence each; empty where both give the same pages.
  public func differences(from other: RendererContract) -> [String] {
    var sentences: [String] = []
    if version != other.version {
      sentences.append("The rendering rules have version \(version) here and \(other.version) there.")
      let (older, newer) = (min(version, other.version), max(version, other.version))
      sentences += Self.changes.keys.sorted().filter { $0 > older && $0 <= newer }.compactMap { Self.changes[$0] }
    }
    for (mine, theirs) in zip(options.described, other.options.described) where mine.value != theirs.value {
      sentences.append("The option \(mine.name) is \(mine.value) here and \(theirs.value) there.")
    }
    sentences += fontDifferences(from: other)
    if sentences.isEmpty, sample != other.sample {
      sentences.append(
        "The same fonts draw a sample text differently (\(libraries) here, \(other.libraries) there).")
    }
    return sentences
  }

  private func fontDifferences(from other: RendererContract) -> [String] {
    func key(_ font: FontIdentity) -> String { font.face == 0 ? font.file : "\(font.file) (face \(font.face))" }
    let mine = Dictionary(fonts.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
    let theirs = Dictionary(other.fonts.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
    return Set(mine.keys).union(theirs.keys).sorted().compactMap { name in
      switch (mine[name], theirs[name]) {
      case (let font?, let otherFont?): Self.difference(name, font, otherFont)
      case (_?, nil): "The font \(name) is in the stack here and not there."
      default: "The font \(name) is in the stack there and not here."
      }
    }
  }

  private static func difference(_ name: String, _ mine: FontIdentity, _ theirs: FontIdentity) -> String? {
    if mine.hash != theirs.hash {
      if mine.hash == "absent" { return "The font file \(name) is not installed here." }
      if theirs.hash == "absent" { return "The font file \(name) is installed here and was not there." }
      return "The font file \(name) has other bytes here (\(mine.hash)) than there (\(theirs.hash))."
    }
    if mine.scale != theirs.scale || mine.shift != theirs.shift {
      return "The font \(name) is placed with scale \(mine.scale) and shift \(mine.shift) thousandths here, "
        + "\(theirs.scale) and \(theirs.shift) there."
    }
    return nil
  }

  static func hash(file path: String) -> String {
    guard let file = try? FileBytes(font: path) else { return "absent" }
    return file.withBytes { bytes in
      Hexadecimal.text(clippo_text_hash64(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
    }
  }
}

extension RendererOptions {
  /// Name and value of every option, in one order; the JSON form of a contract uses the same names.
  var described: [(name: String, value: Int)] {
    [
      ("patchSize", patchSize), ("rows", rows), ("columns", columns), ("fontSize", fontSize),
      ("lineHeightPatches", lineHeightPatches), ("ink", Int(foreground)), ("background", Int(background)),
      ("keepBlankPatches", keepBlankPatches ? 1 : 0),
      ("emoji", emoji.rawValue), ("lowercase", lowercase ? 1 : 0), ("alignment", alignment.rawValue),
      ("margin", margin), ("weight", weight),
      ("writing", writing.rawValue),
    ]
  }
}
