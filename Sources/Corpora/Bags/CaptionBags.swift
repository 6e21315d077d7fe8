import Tokenizers

/// Patches of a caption's page that belong together.
public struct PatchBag: Sendable, Equatable {
  /// Numbers of the patches, rising.
  public let patches: [Int]
  /// Of each patch the share, 0…1, of what it shows that belongs to the bag: 1 where a cell holds one glyph.
  public let shares: [Float]

  public init(patches: [Int], shares: [Float]) {
    self.patches = patches
    self.shares = shares
  }
}

/// Cuts captions into bags, entities or words, and says which patches of a page show each. One serves one thread at a time.
public final class CaptionBags {
  private let entities: EntityList?
  private let segmenter: CaptionSegmenter

  /// - Parameter entities: nil takes words as ICU finds them, in every script.
  ///
  /// Throws where ICU's data is not installed.
  public init(entities: EntityList?) throws {
    self.entities = entities
    segmenter = try CaptionSegmenter()
  }

  /// UTF-8 bytes of each bag, rising. Together they are the caption without white space: what no entity covers is cut into words where a
  /// script has spaces, and characters elsewhere.
  public func ranges(of caption: String) throws -> [Range<Int>] {
    guard let entities else { return try segmenter.wordRanges(of: caption) }
    let characters = CaptionCharacter.all(of: caption)
    var bags: [Range<Int>] = []
    var place = 0
    func appendRest(to end: Int) {
      while place < end {
        let start = place
        place += 1
        while place < end, characters[place - 1].joinsWord, characters[place].joinsWord { place += 1 }
        if !characters[start].isSpace {
          bags.append(characters[start].bytes.lowerBound..<characters[place - 1].bytes.upperBound)
        }
      }
    }
    for match in entities.matches(in: characters) {
      appendRest(to: match.lowerBound)
      bags.append(characters[match.lowerBound].bytes.lowerBound..<characters[match.upperBound - 1].bytes.upperBound)
      place = match.upperBound
    }
    appendRest(to: characters.count)
    return bags
  }

  /// The bags of which a patch of the page shows something. An entity on two lines is one.
  ///
  /// - Parameter layout: of the caption's page; see `RecordFacts.layout`.
  public func bags(of caption: String, layout: [Range<Int>]) throws -> [PatchBag] {
    try ranges(of: caption).compactMap { bag in
      let patches = layout.indices.filter { layout[$0].overlaps(bag) }
      guard !patches.isEmpty else { return nil }
      return PatchBag(
        patches: patches,
        shares: patches.map { Float(layout[$0].clamped(to: bag).count) / Float(layout[$0].count) })
    }
  }
}
