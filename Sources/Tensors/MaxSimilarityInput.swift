/// What late interaction compares: unit rows of the tokens of images and of texts, sequence by sequence.
public struct MaxSimilarityInput: Sendable {
  /// float32 [image tokens, width].
  public var images: Tensor
  /// int32 [images + 1], rising; image `i` owns rows `imageOffsets[i] ..< imageOffsets[i + 1]`.
  public var imageOffsets: Tensor
  /// float32 [text tokens, width].
  public var texts: Tensor
  /// int32 [texts + 1], rising.
  public var textOffsets: Tensor
  /// Element type of the products. In bfloat16 a token's cosine is off by about 1e-4, and what is summed over tokens by less.
  public var operand: ElementType

  public init(
    images: Tensor, imageOffsets: Tensor, texts: Tensor, textOffsets: Tensor, operand: ElementType = .float32
  ) {
    self.images = images
    self.imageOffsets = imageOffsets
    self.texts = texts
    self.textOffsets = textOffsets
    self.operand = operand
  }

  public var width: Int { images.shape.width }
  public var imageCount: Int { imageOffsets.count - 1 }
  public var textCount: Int { textOffsets.count - 1 }
}

/// Which token each token found the most similar in each sequence of the other side: what the backward pass needs. One or two bytes
/// each, so that a thousand images of 196 tokens and as many texts of 32 take 240 MB.
public struct MaxSimilarityPlaces: Sendable {
  /// The most tokens that a sequence may have.
  public static let longest = 1 << 16

  /// Bytes of a place: 1 where no sequence is longer than 256 tokens.
  let byteCount: Int
  /// uint8 [row tokens, column sequences · byteCount]: of each token of the shorter side.
  let ofRows: Tensor
  /// uint8 [row sequences, column tokens · byteCount]: of each token of the longer side.
  let ofColumns: Tensor

  /// Throws where a sequence is too long, or memory runs out.
  init(_ sides: MaxSimilaritySides, _ empty: (Shape, ElementType) throws -> Tensor) throws {
    let longest = max(sides.rows.longest, sides.columns.longest)
    guard longest <= Self.longest else {
      throw TensorError("late interaction compares sequences of at most \(Self.longest) tokens, and one has \(longest)")
    }
    byteCount = longest <= 256 ? 1 : 2
    ofRows = try empty([sides.rows.tokens, sides.columns.count * byteCount], .uint8)
    ofColumns = try empty([sides.rows.count, sides.columns.tokens * byteCount], .uint8)
  }

  /// Room for what `KernelTable.maxSimilarity` finds in `input`.
  public init(for input: MaxSimilarityInput, on backend: any Backend) throws {
    try self.init(MaxSimilaritySides(input)) { try backend.empty($0, $1) }
  }
}

/// The two sides of late interaction as they are multiplied: the tokens of one are rows of the products, those of the other columns.
struct MaxSimilaritySides {
  struct Side {
    let tokens: Int
    /// `[count + 1]`, held by the input.
    let offsets: UnsafeMutablePointer<Int32>
    let count: Int
    /// Tokens of the longest sequence.
    let longest: Int
    let values: Tensor

    init(_ values: Tensor, _ offsets: Tensor) {
      tokens = values.shape.rows
      count = offsets.count - 1
      self.offsets = offsets.integers
      self.values = values
      var longest = 0
      for index in 0..<count { longest = max(longest, Int(offsets.integers[index + 1] - offsets.integers[index])) }
      self.longest = longest
    }

    func tokens(of sequence: Int) -> Range<Int> { Int(offsets[sequence])..<Int(offsets[sequence + 1]) }
  }

  let rows: Side
  let columns: Side
  /// A column's maximum is taken in vectors, a row's across them: so the side with more tokens has the columns.
  let columnsAreImages: Bool

  init(_ input: MaxSimilarityInput) {
    let images = Side(input.images, input.imageOffsets)
    let texts = Side(input.texts, input.textOffsets)
    columnsAreImages = images.tokens >= texts.tokens
    (rows, columns) = columnsAreImages ? (texts, images) : (images, texts)
  }
}
