import Console
import Images
import Runtime

/// Builds the embedded corpus: images of emoji and their names in up to a hundred languages, from distribution packages.
///
/// The same packages, languages and seed give the same bytes.
public struct EmojiCorpus: Sendable {
  /// Part of the cache's name: raise it when the same input gives another corpus.
  static let builderVersion = 2

  public let sources: EmojiSources
  /// Canonical tags, sorted, each once.
  public let languages: [String]
  public let seed: UInt64
  let locales: CLDRLocales

  /// - Parameter languages: tags as a person typed them; the single word "all" stands for every language, without the regional
  ///   varieties.
  ///
  /// Throws when a language is unknown, with near ones.
  public init(languages: [String], seed: UInt64 = 0, sources: EmojiSources) throws {
    locales = try CLDRLocales(folder: sources.cldr)
    guard !languages.isEmpty else {
      throw CorpusError("no language is chosen; list all with: clippo-corpus languages")
    }
    let tags = languages == [LanguageWords.all] ? locales.languages : try languages.map(locales.canonical)
    self.languages = Set(tags).sorted()
    self.seed = seed
    self.sources = sources
  }

  /// Builds the corpus in `folder`, which must not exist yet.
  public func build(in folder: String, pool: ThreadPool) throws -> Corpus {
    let workplace = try EmojiFolderWriter(target: folder)
    do {
      try fill(workplace, pool: pool)
      try workplace.finish()
    } catch {
      workplace.discard()
      throw error
    }
    return try Corpus.open(folder)
  }

  private func fill(_ workplace: EmojiFolderWriter, pool: ThreadPool) throws {
    let emoji = try EmojiTestFile.read(sources.emojiTest)
    let names = try pool.map(languages.count) { index, _ in try EmojiNames.read(languages[index], from: locales) }
    for (language, names) in zip(languages, names) where !emoji.contains(where: { names.names[$0.id] != nil }) {
      throw CorpusError("CLDR names no emoji in \(language); choose another language")
    }
    let plan = try EmojiPlan(emoji: emoji, languages: languages, names: names, seed: seed, sources: sources)
    for style in EmojiPlan.styles { try workplace.makeFolder(workplace.workplace + "/" + style) }
    try draw(plan, into: workplace, pool: pool)
    let records = plan.images.map(\.record)
    let manifest = EmojiManifest(
      kind: EmojiFolder.kind, seed: seed, languages: languages, records: records, sources: sources.credits)
    try workplace.write(records, manifest: manifest)
  }

  /// Level 1 compresses flat drawings nearly as well as 6 and takes a fraction of the time.
  private func draw(_ plan: EmojiPlan, into workplace: EmojiFolderWriter, pool: ThreadPool) throws {
    let artists = try (0..<pool.threads).map { _ in try EmojiGlyphs(path: sources.notoFont) }
    _ = try pool.map(plan.images.count) { index, worker in
      let planned = plan.images[index]
      let image: PixelImage
      switch planned.source {
      case .glyph(let text):
        guard let drawn = try artists[worker].draw(text, on: .white) else {
          throw CorpusError(
            "\(sources.notoFont): the font does not draw \(planned.record.id) as one glyph; install fonts-noto-color-emoji anew"
          )
        }
        image = drawn
      case .file(let path):
        image = try PNG.read(path, options: DecodingOptions(pixelLimit: 1 << 22)).squared(on: .white)
      }
      try workplace.write(PNG.encode(image, level: 1), to: planned.record.image.description)
    }
  }
}
