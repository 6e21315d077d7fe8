import Images
import Runtime

/// From a decoded image to patches, in training and in evaluation.
public struct PhotoPreparation: Sendable, Equatable {
  /// How training changes images.
  public enum Augmentation: Sendable, Equatable {
    /// Turned, moved and tinted over white, as suits drawings.
    case warp(PhotoAugmentation)
    /// Cropped and changed in color, as suits photos.
    case transform(PhotoTransform)
    /// As the evaluation sees them.
    case none
  }

  /// Pixels a side of an image; a multiple of the patch unless the rest is dropped. With `keep` as many patches as such a square has.
  public var side: Int
  /// Pixels a side of a patch.
  public var patchSize: Int
  /// Whether the model sees nothing of what is no whole patch, right and below; else `side` must hold whole ones alone.
  public var dropRemainder = false
  public var fit = PhotoFit.pad
  public var filter = ResampleFilter.bilinear
  /// Pixels of the shorter side that images are kept at for training; what augmentation enlarges needs more than `side`.
  public var cacheSize: Int
  public var augmentation: Augmentation
  /// How training changes images that it shows once more (`BatchView.imageAgain`); nil changes them as it does at first.
  public var furtherAugmentation: Augmentation?
  /// Whether images whose caption speaks of left or right may be mirrored.
  public var mirrorsSides = true
  /// What becomes of files that end early or are damaged.
  public var truncated = DecodingOptions.Truncation.refuse
  /// Largest grid of patches, where the aspect ratio is kept.
  public var gridLimit = (rows: 14, columns: 14)
  /// Share of a photo's patches that training sees, above 0 up to 1; fewer are faster (Li et al. 2023, FLIP).
  public var share = 1.0

  /// All of an image on a square of `side` pixels.
  public init(side: Int = 96, patchSize: Int = 16, augmentation: PhotoAugmentation = PhotoAugmentation()) {
    self.side = side
    self.patchSize = patchSize
    self.augmentation = .warp(augmentation)
    cacheSize = side
  }

  /// Throws when a value is out of its range.
  public func validate() throws {
    let problems = [
      (patchSize >= 1, "patches need at least 1 pixel a side, not \(patchSize)"),
      (
        patchSize >= 1 && side >= patchSize && (dropRemainder || side % max(1, patchSize) == 0),
        "an image's side must be a multiple of the patch (\(patchSize)), not \(side)"
      ),
      (cacheSize >= 1, "images cannot be kept at \(cacheSize) pixels per side"),
      (share > 0 && share <= 1, "the share of patches must lie above 0 and up to 1, not \(share)"),
    ]
    if let problem = problems.first(where: { !$0.0 }) { throw CorpusError(problem.1) }
    for augmentation in [augmentation, furtherAugmentation] {
      switch augmentation {
      case nil, .some(.none): break
      case .transform(let transform): try transform.check()
      case .warp:
        guard fit != .keep else {
          throw CorpusError("images that keep their aspect ratio cannot be warped; augment them by crops")
        }
      }
    }
  }

  public static func == (left: PhotoPreparation, right: PhotoPreparation) -> Bool {
    left.side == right.side && left.patchSize == right.patchSize && left.fit == right.fit
      && left.filter == right.filter && left.cacheSize == right.cacheSize
      && left.augmentation == right.augmentation && left.furtherAugmentation == right.furtherAugmentation
      && left.mirrorsSides == right.mirrorsSides
      && left.truncated == right.truncated && left.dropRemainder == right.dropRemainder
      && left.gridLimit == right.gridLimit
      && left.share == right.share
  }
}

extension PhotoPreparation {
  /// Whether training shows an image the same way each time.
  public var isConstant: Bool { augmentation == .none && share == 1 }
  /// Whether training shows an image the same way each time that it shows it once more.
  public var repeatsAlike: Bool { (furtherAugmentation ?? augmentation) == .none && share == 1 }

  /// Bytes of an image's file that are read at most.
  static let byteLimit = 1 << 26

  /// Decodes a file.
  ///
  /// - Parameter enoughSide: a larger image may come smaller, but not below so many pixels per side.
  func decode(_ bytes: [UInt8], enoughSide: Int) throws -> PixelImage {
    var options = DecodingOptions()
    options.byteLimit = Self.byteLimit
    options.detail = .shortestSide(enoughSide)
    options.truncated = truncated
    return try ImageFile.decode(bytes, options: options).image
  }

  /// The form that training keeps in memory.
  func workingImage(of image: PixelImage) throws -> PixelImage {
    guard fit == .keep else { return try square(image, side: cacheSize) }
    let image = image.composed(on: .white)
    return min(image.width, image.height) > cacheSize
      ? try image.resized(shortestSide: cacheSize, filter: filter) : image
  }

  /// A training view: augmented, cut, thinned.
  ///
  /// - Parameters:
  ///   - caption: decides whether left and right may be exchanged.
  ///   - again: whether it is shown once more.
  func trainingPatches(
    of working: PixelImage, caption: Caption, again: Bool = false, using generator: inout SeededGenerator
  ) throws -> PatchSequence {
    let augmentation = again ? furtherAugmentation ?? augmentation : augmentation
    let mirrors = mirrorsSides || !CaptionSides.mentions(caption)
    let photo: PixelImage
    switch augmentation {
    case .none: return try evaluationPatches(of: working).keeping(share: share, using: &generator)
    case .warp(var changes):
      if !mirrors { changes.mirrored = 0 }
      photo = try changes.apply(to: working, side: side, using: &generator)
    case .transform(let transform):
      let size = try outputSize(of: working)
      photo = try transform.apply(
        to: working, width: size.width, height: size.height, flipAllowed: mirrors, using: &generator)
    }
    return try PatchSequence(cutting: photo, patchSize: patchSize, dropRemainder: dropRemainder).keeping(
      share: share, using: &generator)
  }

  /// The image as it is, but for its size.
  func evaluationPatches(of image: PixelImage) throws -> PatchSequence {
    guard fit == .keep else {
      return try PatchSequence(cutting: square(image, side: side), patchSize: patchSize, dropRemainder: dropRemainder)
    }
    let image = image.composed(on: .white)
    let size = try outputSize(of: image)
    let resized = try image.resized(width: size.width, height: size.height, filter: filter)
    return try PatchSequence(cutting: resized, patchSize: patchSize)
  }

  private func outputSize(of image: PixelImage) throws -> (width: Int, height: Int) {
    guard fit == .keep else { return (side, side) }
    let cells = side / patchSize
    let grid = try AspectGrid(
      width: image.width, height: image.height, patchSize: patchSize, maximumPatches: cells * cells,
      maximumRows: gridLimit.rows, maximumColumns: gridLimit.columns)
    return (grid.width, grid.height)
  }

  private func square(_ image: PixelImage, side: Int) throws -> PixelImage {
    switch fit {
    case .pad: try image.squared(on: .white).resized(width: side, height: side, filter: filter)
    case .crop: try image.composed(on: .white).fitted(toSquareOf: side, filter: filter)
    case .stretch, .keep: try image.composed(on: .white).resized(width: side, height: side, filter: filter)
    }
  }
}

extension PatchSequence {
  /// A random part of the patches, at least one, in their old order.
  func keeping(share: Double, using generator: inout SeededGenerator) -> PatchSequence {
    let most = max(1, Int((Double(count) * share).rounded()))
    guard most < count else { return self }
    let chosen = Array(rows.indices).seededShuffle(using: &generator).prefix(most).sorted()
    var kept = PatchSequence(
      patchSize: patchSize, rows: chosen.map { rows[$0] }, columns: chosen.map { columns[$0] })
    kept.pixels.reserveCapacity(chosen.count * patchWidth)
    for patch in chosen { kept.pixels += pixels[patch * patchWidth..<(patch + 1) * patchWidth] }
    return kept
  }
}
