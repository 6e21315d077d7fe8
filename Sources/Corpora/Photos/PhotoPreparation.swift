import Pixels
import Tensors

/// From a decoded picture to patches, in training and in evaluation.
public struct PhotoPreparation: Sendable, Equatable {
  /// Pixels a side of what the model sees; a multiple of the patch.
  public var side: Int
  /// Pixels a side of a patch.
  public var patchSize: Int
  public var fit = PhotoFit.pad
  public var filter = ResampleFilter.bilinear
  /// Pixels a side that pictures are kept at for training; what augmentation enlarges needs more than `side`.
  public var workingSide: Int
  public var augmentation: PhotoAugmentation
  /// Share of a photo's patches that training sees, above 0 up to 1; fewer are faster (Li et al. 2023, FLIP).
  public var share = 1.0

  /// All of a picture on a square of `side` pixels.
  public init(side: Int = 96, patchSize: Int = 16, augmentation: PhotoAugmentation = PhotoAugmentation()) {
    self.side = side
    self.patchSize = patchSize
    self.augmentation = augmentation
    workingSide = side
  }

  /// Throws when a value is out of its range.
  public func validate() throws {
    let problems = [
      (patchSize >= 1, "patches need at least 1 pixel a side, not \(patchSize)"),
      (
        patchSize >= 1 && side >= patchSize && side % max(1, patchSize) == 0,
        "a picture's side must be a multiple of the patch (\(patchSize)), not \(side)"
      ),
      (workingSide >= 1, "pictures cannot be kept at \(workingSide) pixels a side"),
      (share > 0 && share <= 1, "the share of patches must lie above 0 and up to 1, not \(share)"),
    ]
    if let problem = problems.first(where: { !$0.0 }) { throw CorpusError(problem.1) }
  }

  /// Bytes of a picture's file that are read at most.
  static let byteLimit = 1 << 26

  /// Decodes a file.
  ///
  /// - Parameter enoughSide: a larger picture may come smaller, but not below so many pixels a side.
  func decode(_ bytes: [UInt8], enoughSide: Int) throws -> PixelImage { try PNG.decode(bytes) }

  /// The form that training keeps in memory.
  func workingPicture(of picture: PixelImage) throws -> PixelImage { try square(picture, side: workingSide) }

  /// A training view: augmented, cut, thinned.
  func trainingPatches(of working: PixelImage, using generator: inout SeededGenerator) throws -> PatchSequence {
    let photo = try augmentation.apply(to: working, side: side, using: &generator)
    return try PatchSequence(cutting: photo, patchSize: patchSize).keeping(share: share, using: &generator)
  }

  /// The picture as it is, but for its size.
  func evaluationPatches(of picture: PixelImage) throws -> PatchSequence {
    try PatchSequence(cutting: square(picture, side: side), patchSize: patchSize)
  }

  private func square(_ picture: PixelImage, side: Int) throws -> PixelImage {
    switch fit {
    case .pad: try picture.squared(on: .white).resized(width: side, height: side, filter: filter)
    case .stretch: try picture.composed(on: .white).resized(width: side, height: side, filter: filter)
    case .crop:
      try picture.composed(on: .white).squared(on: .white).resized(width: side, height: side, filter: filter)
    }
  }
}

extension PatchSequence {
  /// A random part of the patches, at least one, in their old order.
  func keeping(share: Double, using generator: inout SeededGenerator) -> PatchSequence {
    let kept = max(1, Int((Double(count) * share).rounded()))
    guard kept < count else { return self }
    let chosen = Array(rows.indices).seededShuffle(using: &generator).prefix(kept).sorted()
    return PatchSequence(
      patchSize: patchSize, rows: chosen.map { rows[$0] }, columns: chosen.map { columns[$0] },
      pixels: chosen.flatMap { pixels[$0 * patchWidth..<($0 + 1) * patchWidth] })
  }
}
