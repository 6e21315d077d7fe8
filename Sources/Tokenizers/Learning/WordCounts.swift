/// How often each word of a corpus occurs, in no order: merges depend on counts alone.
struct WordCounts {
  struct Word {
    var bytes: [UInt8]
    var count: Int
  }

  let words: [Word]

  /// `each` gives a caption's words to its closure.
  init(_ captions: [String], _ each: (String, (ArraySlice<UInt8>) -> Void) -> Void) {
    var counts: [ArraySlice<UInt8>: Int] = [:]
    for caption in captions {
      each(caption) { counts[$0, default: 0] += 1 }
    }
    words = counts.map { Word(bytes: Array($0), count: $1) }
  }
}
