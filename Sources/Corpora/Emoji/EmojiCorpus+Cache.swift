import Files
import FoundationEssentials
import Runtime

extension EmojiCorpus {
  /// Where the corpus is kept for later runs: under `$XDG_CACHE_HOME`, or else `~/.cache`. The name changes with
  /// languages, seed, builder and source files.
  public var cacheFolder: String {
    get throws {
      let listed = languages.joined(separator: "+")
      let label = listed.utf8.count <= 40 ? listed : "\(languages.count)-languages"
      return "\(try SourceFile.cacheFolder)/corpora/emoji-\(label)-\(seed)-v\(Self.builderVersion)-\(fingerprint())"
    }
  }

  /// Opens the corpus in the cache, building it first where it is missing or cannot be read.
  ///
  /// - Parameter report: told one sentence when a build begins.
  public func openCached(pool: ThreadPool, report: (String) -> Void = { _ in }) throws -> Corpus {
    let folder = try cacheFolder
    if SourceFile.exists(folder) {
      if let corpus = try? Corpus.open(folder) { return corpus }
      report("the corpus in \(folder) is damaged and is built anew")
      try? FileManager.default.removeItem(atPath: folder)
    } else {
      report("building the emoji corpus in \(folder)")
    }
    do { return try build(in: folder, pool: pool) } catch {
      // Another process may have finished the same corpus meanwhile.
      if let corpus = try? Corpus.open(folder) { return corpus }
      throw error
    }
  }

  /// Names, sizes and dates of the files the corpus is made from; reading them all would cost more than it tells.
  private func fingerprint() -> String {
    let names = languages.flatMap(locales.chain).flatMap { locale in
      ["annotations", "annotationsDerived"].map { "\(sources.cldr)/\($0)/\(locale).xml" }
    }
    var hash = StableHash.of(languages.joined(separator: ",").utf8)
    for path in names + [sources.emojiTest, sources.notoFont, sources.emojiOne] {
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      let size = attributes?[.size] as? Int ?? 0
      let date = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      hash = StableHash.of("\(path) \(size) \(date)\n".utf8, continuing: hash)
    }
    return Hexadecimal.text(hash)
  }
}
