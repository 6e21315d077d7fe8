import Corpora
import Evaluation
import Pixels
import Tensors

/// Looks for a test set in a training corpus.
public struct LeakRun {
  let pool: ThreadPool
  /// Bits of perceptual hashes that may differ.
  let distance: Int
  let report: (_ what: String, _ done: Int, _ total: Int) -> Void

  /// Pictures that are read before progress is told again.
  private static let chunk = 256

  public init(
    pool: ThreadPool, distance: Int = LeakFinder.usualDistance,
    report: @escaping (String, Int, Int) -> Void = { _, _, _ in }
  ) {
    self.pool = pool
    self.distance = distance
    self.report = report
  }

  /// Reads every picture of both once.
  public func run(test: SourceContent, named testName: String, training: SourceContent, named trainingName: String)
    throws
    -> MeasureReport
  {
    let (old, oldCaptions, oldLost) = try read(training.store, "training")
    let (new, newCaptions, newLost) = try read(test.store, "test")
    let finder = LeakFinder(training: old, captions: oldCaptions, distance: distance)
    var leaks = finder.leaks(of: new, captions: newCaptions)
    leaks.unreadable = oldLost + newLost
    return .leaks(leaks, test: testName, training: trainingName, distance: distance)
  }

  private func read(
    _ store: any RecordStore, _ what: String
  ) throws -> (pictures: [LeakFinder.Picture], captions: [(language: String, text: String)], unreadable: Int) {
    let count = store.catalog.count
    var pictures: [LeakFinder.Picture] = []
    var captions: [(language: String, text: String)] = []
    var unreadable = 0
    for start in stride(from: 0, to: count, by: Self.chunk) {
      let size = min(Self.chunk, count - start)
      let part = try pool.map(size) { index, _ in try read(store.record(start + index)) }
      for (picture, texts) in part {
        if let picture { pictures.append(picture) } else { unreadable += 1 }
        captions += texts
      }
      report(what, start + size, count)
    }
    return (pictures, captions, unreadable)
  }

  /// The picture is nil where it cannot be read; its captions are compared all the same.
  private func read(
    _ record: CaptionedImage
  ) -> (picture: LeakFinder.Picture?, captions: [(language: String, text: String)]) {
    let captions = record.captions.filter { $0.role != .keyword }.map { (language: $0.language, text: $0.text) }
    let options = DecodingOptions()
    guard let bytes = try? record.picture.bytes(limit: options.byteLimit),
      let picture = try? PictureFile.decode(bytes, options: options).image, let hash = try? PerceptualHash(picture)
    else { return (nil, captions) }
    return (
      LeakFinder.Picture(
        id: "\(record.origin)", name: record.picture.fileName, fileHash: StableHash.ofLarge(bytes), hash: hash),
      captions
    )
  }
}
