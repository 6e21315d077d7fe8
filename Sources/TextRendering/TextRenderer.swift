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
  let openFonts: OpenFonts
  let atlas: GlyphAtlas
  let cache: WordCache
  private let harfBuzz: HarfBuzzShaper
  private let decoder: CaptionDecoder
  private let normalizer: CaptionNormalizer
  private let paragraphCutter = ParagraphCutter()
  private let bidiResolver: BidiResolver
  let clusterFinder = ClusterFinder()
  private let scriptResolver = ScriptResolver()
  let lineBreaker = LineBreaker()
  private let fontChooser: FontChooser
  private let wordCutter: WordCutter
  private let wordShaper: WordShaper
  private let lineLayout: LineLayout
  private let wordPlacer: WordPlacer
  private let composer: PageComposer
  private let lineBreakRules: LineBreakRuleSet
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
    atlas = GlyphAtlas(fonts: openFonts, emoji: options.emoji, weight: options.weight)
    cache = WordCache(byteLimit: Self.wordByteLimit)
    harfBuzz = try HarfBuzzShaper(cache: cache, atlas: atlas, fonts: openFonts)
    lineBreakRules = try LineBreakRuleSet()
    decoder = CaptionDecoder(table: table, lowercase: options.lowercase)
    normalizer = CaptionNormalizer(table: table)
    bidiResolver = BidiResolver(base: inspection.base)
    fontChooser = FontChooser(fonts: openFonts)
    wordCutter = WordCutter(options: options)
    wordShaper = WordShaper(harfBuzz: harfBuzz, options: options)
    lineLayout = LineLayout(shaper: wordShaper, options: options, inspection: inspection)
    wordPlacer = WordPlacer(options: options)
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
    composer.compose(try place(bytes, language: language), into: &page)
  }

  /// All stages before the page. Each takes what stages before it gave, and what it gives lies in its own buffers until the next
  /// caption.
  func place(_ bytes: UnsafeBufferPointer<UInt8>, language name: String) throws -> PlacedWords {
    try requireLength(bytes.count)
    trimCaches()
    let language = try languageFonts(name)
    let text = normalizer.normalize(decoder.decode(bytes))
    let paragraphs = paragraphCutter.cut(text)
    let directions = try bidiResolver.resolve(paragraphs)
    let clusters = clusterFinder.find(text)
    let scripts = scriptResolver.resolve(paragraphs)
    let breaks = try lineBreaker.find(in: clusters, by: language.lineBreaks)
    let fonts = try fontChooser.choose(for: clusters, in: scripts, language)
    let item = ItemizedText(
      text: text, directions: directions, scripts: scripts, clusters: clusters, breaks: breaks, fonts: fonts,
      language: language)
    let words = try wordShaper.shape(wordCutter.cut(item))
    return wordPlacer.place(try lineLayout.lay(words))
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

  /// A caption on its way, where its words stand: for `body` alone, because the stages' buffers are filled again.
  func withPlacedWords<Result>(
    of caption: String, language: String, _ body: (PlacedWords) throws -> Result
  ) throws -> Result {
    var caption = caption
    return try caption.withUTF8 { try body(place($0, language: language)) }
  }

  /// The same in normal form.
  func withNormalizedText<Result>(of caption: String, _ body: (NormalizedText) throws -> Result) throws -> Result {
    var caption = caption
    return try caption.withUTF8 { bytes in
      try requireLength(bytes.count)
      return try body(normalizer.normalize(decoder.decode(bytes)))
    }
  }

  /// The page of placed words.
  func page(of words: PlacedWords) -> Page {
    var page = Page()
    composer.compose(words, into: &page)
    return page
  }

  /// Throws where a caption of so many bytes is too long.
  private func requireLength(_ count: Int) throws {
    guard count > Self.longestCaption else { return }
    throw RenderingError("A caption of \(count) bytes is too long: at most \(Self.longestCaption) are read.")
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
      harfBuzz.forgetPlans()
    }
    let tag = LanguageTag(name)
    let fonts = try LanguageFonts(
      tag: tag, index: UInt16(languages.count), fonts: openFonts, table: table,
      lineBreaks: lineBreakRules.rules(for: tag))
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
}
