/// A caption cut into what its length is counted in, so that one rule serves every script: words where a script writes spaces
/// between them, characters where it does not. Marks of punctuation, symbols and emoji count nothing.
///
/// A rule that counts what stands between spaces would take a Chinese, Japanese or Thai sentence for one word.
package struct CaptionUnits: Sendable, Equatable {
  package enum Kind: Sendable {
    /// A word as UAX #29 finds it: letters or digits, with what joins them, as in "don't" and "3.5".
    case word
    /// An extended grapheme cluster of a script that is written without spaces, with the marks behind it.
    case character
  }

  package struct Unit: Sendable, Equatable {
    package let kind: Kind
    /// Its code points among the caption's.
    package let range: Range<Int>
  }

  /// The caption's code points in normal form C, in lower case.
  let scalars: Scalars
  /// In the caption's order.
  package let units: [Unit]

  package var words: Int { units.count { $0.kind == .word } }
  package var characters: Int { units.count { $0.kind == .character } }

  /// A unit as it is compared with others.
  package func text(_ unit: Unit) -> String { UnicodeText.text(Array(scalars[unit.range])) }

  /// A number for every unit, and one for every two that follow each other: its unigrams and bigrams. Equal units have equal numbers,
  /// in every caption and process.
  package var ngrams: [UInt64] {
    let unigrams = units.map { hash($0.range) }
    return unigrams + zip(unigrams, unigrams.dropFirst()).map { Self.mixed($0 &* 0x9E37_79B9_7F4A_7C15 &+ $1) }
  }

  /// The units of the n-gram at a place of `ngrams`, with a space between them.
  package func text(ofNGram place: Int) -> String {
    guard place >= units.count else { return text(units[place]) }
    return "\(text(units[place - units.count])) \(text(units[place - units.count + 1]))"
  }

  private func hash(_ range: Range<Int>) -> UInt64 {
    Self.mixed(scalars[range].reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
  }

  /// Spreads a number over all bits (the finish of SplitMix64, Steele et al. 2014).
  private static func mixed(_ value: UInt64) -> UInt64 {
    let first = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    let second = (first ^ first >> 27) &* 0x94D0_49BB_1331_11EB
    return second ^ second >> 31
  }
}
