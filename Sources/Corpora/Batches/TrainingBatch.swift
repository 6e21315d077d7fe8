import Tensors
import TextRendering

/// Pictures and their captions, packed for the encoder: sequences `0 ..< pairs` are photos, `pairs ..< 2 * pairs` pages.
public struct TrainingBatch: Sendable {
  /// 0…255, `[tokens, patchWidth]`: row, column, channel inside a patch.
  public let pixels: [UInt8]
  /// Grid row of every token.
  public let rows: [UInt16]
  /// Grid column of every token.
  public let columns: [UInt16]
  /// `[2 * pairs + 1]`, rising; sequence `s` owns tokens `offsets[s] ..< offsets[s + 1]`.
  public let offsets: [Int32]
  /// Values a patch.
  public let patchWidth: Int
  /// Language of each pair's caption.
  public let languages: [String]
  /// Caption of each pair.
  public let captions: [String]
  /// Group of each pair: equal where a picture and another's caption cannot be told apart, such as two pictures with one
  /// name. A loss leaves such pairs out of its negatives.
  public let groups: [Int32]
  /// Where each pair stands in the corpus.
  public let origins: [Origin]
  /// What was lost of all captions together.
  public let lost: LostText
  /// Tokens of all photos.
  public let photoTokens: Int
  /// Tokens of all pages.
  public let pageTokens: Int

  public var pairs: Int { languages.count }
  public var tokens: Int { rows.count }

  /// Parts that fit each other, as the properties say.
  public init(
    pixels: [UInt8], rows: [UInt16], columns: [UInt16], offsets: [Int32], patchWidth: Int, languages: [String],
    captions: [String], groups: [Int32], origins: [Origin], lost: LostText, photoTokens: Int, pageTokens: Int
  ) {
    self.pixels = pixels
    self.rows = rows
    self.columns = columns
    self.offsets = offsets
    self.patchWidth = patchWidth
    self.languages = languages
    self.captions = captions
    self.groups = groups
    self.origins = origins
    self.lost = lost
    self.photoTokens = photoTokens
    self.pageTokens = pageTokens
  }

  init(_ pairs: [PreparedPair], patchSize: Int, pool: ThreadPool) throws {
    let packed = try PackedPatches(
      pairs.map(\.photo) + pairs.map(\.page.patches), patchSize: patchSize, pool: pool)
    pixels = packed.pixels
    rows = packed.rows
    columns = packed.columns
    offsets = packed.offsets
    patchWidth = packed.patchWidth
    languages = pairs.map(\.caption.language)
    captions = pairs.map(\.caption.text)
    groups = SampleGroups(marks: pairs.map(\.marks)).groups
    origins = pairs.map(\.origin)
    lost = pairs.reduce(into: LostText()) { $0 += $1.page.lost }
    photoTokens = pairs.reduce(0) { $0 + $1.photo.count }
    pageTokens = packed.tokens - photoTokens
  }
}
