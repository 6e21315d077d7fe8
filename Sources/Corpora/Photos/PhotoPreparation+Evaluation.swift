import Images
import Runtime

extension PhotoPreparation {
  /// Patches of every picture as it is, but for its size.
  ///
  /// Throws when one cannot be read, with its origin.
  public func evaluationPatches(of images: [CaptionedImage], pool: ThreadPool) throws -> [PatchSequence] {
    try pool.map(images.count) { index, _ in
      try evaluationPatches(of: images[index].picture, origin: images[index].origin)
    }
  }

  /// Patches of one picture as it is, but for its size. Throws when it cannot be read, with its origin.
  public func evaluationPatches(
    of picture: PictureLocation, origin: Origin
  ) throws(CorpusProblem) -> PatchSequence {
    do {
      return try evaluationPatches(of: decode(picture.bytes(limit: Self.byteLimit), enoughSide: side))
    } catch {
      throw CorpusProblem(origin: origin, reason: "\(error)")
    }
  }

  /// Patches of a file's bytes, the picture as it is but for its size.
  ///
  /// Throws when it cannot be decoded.
  public func evaluationPatches(ofFile bytes: [UInt8]) throws -> PatchSequence {
    guard bytes.count <= Self.byteLimit else {
      throw CorpusError("the picture takes \(bytes.count) bytes; at most \(Self.byteLimit) are read")
    }
    return try evaluationPatches(of: decode(bytes, enoughSide: side))
  }

  /// Patches of every picture that can be read, and for every other why it cannot.
  public func evaluationOutcomes(
    of pictures: [(picture: PictureLocation, origin: Origin)], pool: ThreadPool
  ) -> [Result<PatchSequence, CorpusProblem>] {
    pool.outcomes(pictures.count) { index, _ in
      Result { () throws(CorpusProblem) in
        try evaluationPatches(of: pictures[index].picture, origin: pictures[index].origin)
      }
    }.enumerated().map { index, outcome in
      outcome.mapError { CorpusProblem(origin: pictures[index].origin, reason: "\($0)") }.flatMap { $0 }
    }
  }
}
