import FoundationEssentials

/// Draws captions of any script to pages of patches. One renderer serves one thread; give each thread its own.
///
/// The same text, options and font files give the same bytes on every machine: pens stand on whole pixels, outlines are
/// not hinted, and all blending is integer arithmetic.
public final class TextRenderer {
  /// Bounds of the caches: bytes of shaped words, and of glyph bitmaps.
  private static let wordByteLimit = 32 << 20
  private static let atlasByteLimit = 32 << 20
  /// Bytes; keeps every sum of widths inside 32 bits.
  private static let longestCaption = 1 << 24

  public let fonts: FontStack
  public let options: RendererOptions
  public let inspection: Inspection
  let table = CharacterTable()
  let text = WorkingText()
  let normalizer: CaptionNormalizer
  private let lineBreakers: LineBreakers
  let wordList: WordList
  let layout: LineLayout
  private let decoder: CaptionDecoder
  private let bidi: BidiLevels
  private let scripts = ScriptItems()
  private let fontItems: FontItems
  let openFonts: OpenFonts
  let atlas: GlyphAtlas
  let cache: WordCache
  private let shaper: WordShaper
  let composer: PageComposer
  private var languages: [String: LanguageFonts] = [:]
  private var lastLanguage: (name: String, fonts: LanguageFonts)?
  private var knownContract: RendererContract?

  /// Throws where an option is out of range or ICU's data is missing.
  public init(
    fonts: FontStack, options: RendererOptions = RendererOptions(), inspection: Inspection = Inspection()
  ) throws {
    try options.validate()
    self.fonts = fonts
    self.options = options
    self.inspection = inspection
    openFonts = try OpenFonts(stack: fonts, fontSize: options.fontSize, usesFontUnits: inspection.usesFontUnits)
    bidi = BidiLevels(base: inspection.base)
    decoder = CaptionDecoder(table: table, lowercase: options.lowercase)
    normalizer = CaptionNormalizer(table: table)
    lineBreakers = try LineBreakers()
    fontItems = FontItems(fonts: openFonts, table: table)
    atlas = GlyphAtlas(fonts: openFonts, emoji: options.emoji, weight: options.weight)
    cache = WordCache(byteLimit: Self.wordByteLimit)
    shaper = try WordShaper(cache: cache, atlas: atlas, fonts: openFonts)
    wordList = WordList(shaper: shaper, options: options)
    layout = LineLayout(wordList: wordList, shaper: shaper, options: options, inspection: inspection)
    composer = PageComposer(options: options, atlas: atlas, cache: cache)
  }

  /// Renders a caption; `language` is a CLDR-like tag such as `zh`, `zh_Hant` or `sr_Latn` and chooses among forms that
  /// scripts share and among rules for where lines end.
  ///
  /// Throws where a font file is broken or the caption is longer than 16 MiB; otherwise every text gives a page.
  public func page(for text: String, language: String) throws -> Page {
    var text = text
    return try text.withUTF8 { try page(utf8: $0, language: language) }
  }

  /// Renders UTF-8 bytes; those that are not UTF-8 become U+FFFD and are counted as lost.
  public func page(utf8 bytes: UnsafeBufferPointer<UInt8>, language: String) throws -> Page {
    var page = Page()
    try draw(utf8: bytes, language: language, into: &page)
    return page
  }

  /// Renders UTF-8 bytes into a page that may hold another one: its memory is used again, so that drawing captions one after
  /// the other allocates nothing once the caches are warm.
  public func draw(utf8 bytes: UnsafeBufferPointer<UInt8>, language: String, into page: inout Page) throws {
    try requireLength(bytes.count)
    trimCaches()
    let language = try languageFonts(language)
    try analyse(bytes, language: language)
    try wordList.build(text, language: language)
    try layout.lay(text, language: language)
    composer.compose(text, layout.lines, wordList.words, into: &page)
    page.truncation = truncation()
  }

  /// Bytes of glyph bitmaps held; bounded by 32 MiB and what one caption needs.
  public var glyphBytes: Int { atlas.byteCount }
  /// Bytes of shaped words held; bounded by about 64 MiB and what one caption needs.
  public var wordBytes: Int { cache.byteCount }

  /// What this renderer's pages depend on; reads all font files of the stack the first time.
  public var contract: RendererContract {
    if let knownContract { return knownContract }
    let contract = RendererContract(renderer: self)
    knownContract = contract
    return contract
  }

  /// Empties the word cache, and the glyph bitmaps too where `glyphs` is true; for measuring.
  public func forgetWords(glyphs: Bool = false) {
    cache.removeAll()
    if glyphs { atlas.removeAll() }
  }

  /// Throws where a caption of so many bytes is too long.
  func requireLength(_ count: Int) throws {
    guard count > Self.longestCaption else { return }
    throw RenderingError("A caption of \(count) bytes is too long: at most \(Self.longestCaption) are read.")
  }

  /// Stages 1 to 8, on `self.text`.
  func analyse(_ bytes: UnsafeBufferPointer<UInt8>, language: LanguageFonts) throws {
    decoder.decode(bytes, into: text)
    normalizer.normalize(text)
    ParagraphCutter.cut(text)
    try bidi.resolve(text)
    GraphemeClusters.mark(text)
    scripts.resolve(text)
    try language.lineBreaks.mark(text, utf16: normalizer.utf16)
    try fontItems.choose(text, language: language)
  }

  func languageFonts(_ name: String) throws -> LanguageFonts {
    if let lastLanguage, lastLanguage.name == name { return lastLanguage.fonts }
    let fonts = try languages[name] ?? addLanguage(name)
    lastLanguage = (name, fonts)
    return fonts
  }

  private func addLanguage(_ name: String) throws -> LanguageFonts {
    // Tags come from data: past a few thousand they are noise, and all start afresh.
    if languages.count >= 4096 {
      languages.removeAll()
      cache.removeAll()
      shaper.forgetPlans()
    }
    let tag = LanguageTag(name)
    let fonts = try LanguageFonts(
      tag: tag, index: UInt16(languages.count), fonts: openFonts, table: table,
      lineBreaks: lineBreakers.breaks(for: tag))
    languages[name] = fonts
    return fonts
  }

  private func trimCaches() {
    if atlas.byteCount > Self.atlasByteLimit {
      atlas.removeAll()
      cache.removeAll()
    } else {
      _ = cache.trim()
    }
  }

  private func truncation() -> TextTruncation {
    var truncation = TextTruncation()
    truncation.replacedBytes = text.replacedBytes
    truncation.truncatedLines = layout.truncatedLines
    if layout.truncatedLines > 0 {
      for index in layout.truncatedStart..<text.count where !text.has(index, CharacterProperties.isInvisible) {
        truncation.truncatedCharacters += 1
      }
    }
    guard text.hasMissing else { return truncation }
    for index in 0..<text.count where text.marks[index] & WorkingText.isMissing != 0 {
      truncation.missing[text.scalars[index], default: 0] += 1
    }
    return truncation
  }
}
