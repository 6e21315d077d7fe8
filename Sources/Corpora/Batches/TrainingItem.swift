import Pixels
import Tensors

/// A picture of the training split with the captions that training may see.
struct TrainingItem {
  struct Texts {
    let language: String
    let names: [String]
    let keywords: [String]
  }

  let picture: PixelImage
  let texts: [Texts]
  let group: Int32
  let origin: Origin

  /// Languages by their weights, then a caption of it.
  func drawCaption(
    weights: [String: Double], keywordShare: Double, using generator: inout SeededGenerator
  ) -> Caption {
    let total = texts.reduce(0) { $0 + (weights[$1.language] ?? 0) }
    var left = Double(generator.uniform()) * total
    var chosen = texts[texts.count - 1]
    for candidate in texts {
      left -= weights[candidate.language] ?? 0
      if left < 0 {
        chosen = candidate
        break
      }
    }
    let name = chosen.names[Int(generator.next() % UInt64(chosen.names.count))]
    guard Double(generator.uniform()) < keywordShare, !chosen.keywords.isEmpty else {
      return Caption(text: name, language: chosen.language, role: .name)
    }
    let words = chosen.keywords.seededShuffle(using: &generator).prefix(3)
    return Caption(text: words.joined(separator: " "), language: chosen.language, role: .keyword)
  }
}

extension Array {
  /// Fisher and Yates' shuffle with own arithmetic: the library's may change between versions, and resume must not.
  func seededShuffle(using generator: inout SeededGenerator) -> [Element] {
    var shuffled = self
    for last in stride(from: count - 1, to: 0, by: -1) {
      shuffled.swapAt(last, Int(generator.next().multipliedFullWidth(by: UInt64(last + 1)).high))
    }
    return shuffled
  }
}
