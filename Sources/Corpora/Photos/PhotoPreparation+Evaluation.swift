import Images
import Runtime

extension PhotoPreparation {
  /// Patches of every image as it is, but for its size.
  ///
  /// Throws when one cannot be read, with its origin.
  public func evaluationPatches(of images: [CaptionedImage], pool: ThreadPool) throws -> [PatchSequence] {
    try pool.map(images.count) { index, _ in
      try evaluationPatches(of: images[index].image, origin: images[index].origin)
    }
  }

  /// Patches of one image as it is, but for its size. Throws when it cannot be read, with its origin.
  public func evaluationPatches(
    of image: ImageLocation, origin: Origin
  ) throws(SkippedRecord) -> PatchSequence {
    do {
      return try evaluationPatches(of: decode(image.bytes(limit: Self.byteLimit), enoughSide: side))
    } catch {
      throw SkippedRecord(.image, origin: origin, reason: "\(error)")
    }
  }

  /// Patches of a file's bytes, the image as it is but for its size.
  ///
  /// Throws when it cannot be decoded.
  public func evaluationPatches(ofFile bytes: [UInt8]) throws -> PatchSequence {
    guard bytes.count <= Self.byteLimit else {
      throw CorpusError("the image takes \(bytes.count) bytes; at most \(Self.byteLimit) are read")
    }
    return try evaluationPatches(of: decode(bytes, enoughSide: side))
  }

  /// Patches of every image that can be read, and for every other why it cannot.
  public func evaluationOutcomes(
    of images: [(image: ImageLocation, origin: Origin)], pool: ThreadPool
  ) -> [Result<PatchSequence, SkippedRecord>] {
    pool.outcomes(images.count) { index, _ in
      Result { () throws(SkippedRecord) in
        try evaluationPatches(of: images[index].image, origin: images[index].origin)
      }
    }.enumerated().map { index, outcome in
      outcome.mapError { SkippedRecord(.image, origin: images[index].origin, reason: "\($0)") }.flatMap { $0 }
    }
  }
}
