import Files
import Images
import Runtime

/// Images that training must not show, as far as that can be told: their files' bytes, and what they look like.
struct HeldOutImages: Sendable {
  /// A held-out image that another is a copy of.
  struct Match: Equatable {
    let origin: Origin
    /// Bits of the hashes that differ; nil where the files are the same byte by byte.
    let distance: Int?
  }

  private let origins: [Origin]
  private let files: [UInt64: Int]
  private let neighbors: HashNeighbors
  /// Which image each hash of `neighbors` is of: one that shows nothing has none.
  private let hashed: [Int]

  /// Pixels of the shorter side that are decoded: twice what a hash is taken of.
  private static let enoughSide = 64
  /// Images that are read between two looks at the progress.
  private static let stride = 256

  /// Reads every image.
  ///
  /// - Parameter distance: bits of perceptual hashes that may differ, 0…15.
  ///
  /// Nil where it was stopped. Throws `CorpusError` where none of them can be read.
  init?(
    _ stores: [any RecordStore], distance: Int, pool: ThreadPool, progress: (_ done: Int, _ total: Int) -> Void,
    shouldStop: () -> Bool
  ) throws {
    let records = JoinedRecords(stores)
    var contents: [Content] = []
    var failure: (any Error)?
    for start in Swift.stride(from: 0, to: records.count, by: Self.stride) {
      if shouldStop() { return nil }
      let count = min(Self.stride, records.count - start)
      for outcome in pool.outcomes(count, { index, _ in try Content(records.record(start + index)) }) {
        switch outcome {
        case .success(let content): contents.append(content)
        case .failure(let error): failure = failure ?? error
        }
      }
      progress(start + count, records.count)
    }
    if contents.isEmpty, let failure {
      throw CorpusError("no held-out image can be read, so that none can be looked for; the first: \(failure)")
    }
    origins = contents.map(\.origin)
    files = Dictionary(contents.enumerated().map { ($1.file, $0) }, uniquingKeysWith: { first, _ in first })
    hashed = contents.indices.filter { contents[$0].hash != nil }
    neighbors = HashNeighbors(hashed.compactMap { contents[$0].hash }, distance: distance)
  }

  /// The held-out image that an image is a copy of, or the nearest that it looks like; nil where there is none.
  ///
  /// Throws where the image cannot be read or decoded.
  func match(_ record: CaptionedImage) throws -> Match? {
    let content = try Content(record)
    if let same = files[content.file] { return Match(origin: origins[same], distance: nil) }
    return content.hash.flatMap { neighbors.near($0).first }.map { near in
      Match(origin: origins[hashed[near.number]], distance: near.distance)
    }
  }

  /// What is compared of an image.
  private struct Content {
    let origin: Origin
    /// Of the file's bytes.
    let file: UInt64
    /// Nil where the image shows nothing that a hash could tell from other such images.
    let hash: PerceptualHash?

    init(_ record: CaptionedImage) throws {
      origin = record.origin
      let bytes = try record.image.bytes(limit: PhotoPreparation.byteLimit)
      file = Checksum.of(bytes)
      var options = DecodingOptions()
      options.byteLimit = PhotoPreparation.byteLimit
      options.detail = .shortestSide(HeldOutImages.enoughSide)
      hash = try PerceptualHash(ofDetailed: ImageFile.decode(bytes, options: options).image)
    }
  }
}
