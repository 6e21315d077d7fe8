import Images
import Runtime
import TextRendering

/// What becomes of one language's captions when they are drawn: how many patches they take and what is lost.
public struct CaptionAudit: Sendable {
  public let language: String
  /// Captions that were drawn.
  public let captions: Int
  /// From a number of patches to the captions that take so many.
  public let patches: [Int: Int]
  /// Captions that do not fit the page.
  public let truncated: Int
  /// Everything that was lost, together.
  public let truncation: TextTruncation
  /// Captions worth looking at, those of which something is lost first.
  public let examples: [Example]
  /// Patches of a whole page.
  public let pageCapacity: Int

  /// A caption as the model sees it.
  public struct Example: Sendable {
    /// Why it is shown.
    public enum Kind: String, Sendable {
      case cutOff = "cut off"
      case missing = "missing code points"
      case shortest = "fewest patches"
      case middle = "as many patches as half of the captions"
      case longest = "most patches"
    }

    public let kind: Kind
    public let text: String
    /// Where the corpus has it.
    public let origin: String
    public let patches: PatchSequence
  }

  /// Patches of a caption on average.
  public var meanPatches: Double {
    let total = patches.reduce(0) { $0 + $1.key * $1.value }
    return captions == 0 ? 0 : Double(total) / Double(captions)
  }

  /// Share of a page's patches that hold nothing and are not computed, 0…1.
  public var blankShare: Double { 1 - meanPatches / Double(pageCapacity) }

  /// The smallest number of patches that is enough for `share` (0…1) of the captions.
  public func patches(holding share: Double) -> Int {
    var seen = 0
    for (count, captions) in patches.sorted(by: { $0.key < $1.key }) {
      seen += captions
      if Double(seen) >= share * Double(self.captions) { return count }
    }
    return 0
  }

  /// Draws every name in `language`, of all splits, once.
  ///
  /// - Parameter pageCapacity: patches of a whole page.
  public init(
    of corpus: Corpus, language: String, pageCapacity: Int, pool: ThreadPool, makeRenderer: () throws -> any PageDrawing
  ) throws {
    var seen: Set<String> = []
    var places: [(caption: Caption, origin: Origin)] = []
    for image in try corpus.images {
      for text in image.texts(language) where seen.insert(text).inserted {
        places.append((Caption(text: text, language: language, role: .name), image.origin))
      }
    }
    let renderers = try (0..<pool.threads).map { _ in try makeRenderer() }
    let pages = try pool.map(places.count) { index, worker in
      try CaptionPage.draw(places[index].caption, at: places[index].origin, with: renderers[worker])
    }
    self.language = language
    self.pageCapacity = pageCapacity
    captions = pages.count
    patches = pages.reduce(into: [:]) { $0[$1.patches.count, default: 0] += 1 }
    truncated = pages.count { $0.truncation.truncatedLines > 0 || $0.truncation.truncatedCharacters > 0 }
    truncation = pages.reduce(into: TextTruncation()) { $0 += $1.truncation }
    examples = Self.choose(pages).map { kind, index in
      Example(
        kind: kind, text: places[index].caption.text, origin: "\(places[index].origin)", patches: pages[index].patches)
    }
  }

  /// The first three captions that lose something in each way, and some of typical sizes.
  private static func choose(_ pages: [DrawnPage]) -> [(kind: Example.Kind, index: Int)] {
    var chosen: [(kind: Example.Kind, index: Int)] = []
    func isCut(_ page: DrawnPage) -> Bool {
      page.truncation.truncatedCharacters > 0 || page.truncation.truncatedLines > 0
    }
    chosen += pages.indices.filter { isCut(pages[$0]) }.prefix(3).map { (.cutOff, $0) }
    chosen += pages.indices.filter { !pages[$0].truncation.missing.isEmpty }.prefix(3).map { (.missing, $0) }
    let ordered = pages.indices.sorted { (pages[$0].patches.count, $0) < (pages[$1].patches.count, $1) }
    guard let shortest = ordered.first, let longest = ordered.last else { return chosen }
    return chosen + [(.shortest, shortest), (.middle, ordered[ordered.count / 2]), (.longest, longest)]
  }
}
