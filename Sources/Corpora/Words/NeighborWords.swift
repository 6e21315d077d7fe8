import Tokenizers

/// Words for an image without a caption: those that the captions of its neighbors have in common (the pseudo captions of Tejankar et al. 2021).
public struct NeighborWords {
  private let segmenter: CaptionSegmenter
  /// Words of a caption at most.
  private let limit: Int

  /// - Parameter limit: words that an image gets at most.
  ///
  /// Throws where ICU's data is not installed.
  public init(limit: Int) throws {
    segmenter = try CaptionSegmenter()
    self.limit = limit
  }

  /// The words of most neighbors, the most frequent first, with a space between them; nil where the neighbors have none. Each neighbor counts
  /// a word once, and of equals that of nearer neighbors comes first. Stop words and what has no letter are left out.
  ///
  /// - Parameters:
  ///   - neighbors: nearest first, the captions of each in the language.
  ///   - language: its tag.
  public func caption(of neighbors: [[String]], language: String) throws -> String? {
    let stop = StopWords.of(language)
    var (places, tallies): ([String: Int], [(text: String, count: Int)]) = ([:], [])
    for captions in neighbors {
      var seen: Set<String> = []
      for word in try captions.flatMap(segmenter.words) where word.hasLetter && !stop.contains(word.key) {
        guard seen.insert(word.key).inserted else { continue }
        if let place = places[word.key] {
          tallies[place].count += 1
        } else {
          places[word.key] = tallies.count
          tallies.append((word.text, 1))
        }
      }
    }
    guard !tallies.isEmpty else { return nil }
    let ranked = tallies.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    return ranked.prefix(limit).map(\.element.text).joined(separator: " ")
  }
}
