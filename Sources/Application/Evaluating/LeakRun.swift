import Console
import Corpora
import Evaluation
import Images
import Reports
import Runtime

/// Looks for a test set in a training corpus.
public struct LeakRun {
  /// A corpus and what it is called.
  public struct Side {
    public let name: String
    public let content: SourceContent

    public init(_ content: SourceContent, named name: String) {
      self.name = name
      self.content = content
    }

    fileprivate var count: Int { content.store.catalog.count }

    /// Said of records that never had an image.
    fileprivate var absence: String? {
      guard content.absent > 0 else { return nil }
      return
        "\(name): \(NumberText.thousands(content.absent)) records have no image; neither those nor their captions were "
        + "compared."
    }
  }

  let pool: ThreadPool
  /// Bits of perceptual hashes that may differ.
  let distance: Int
  let report: (_ done: Int, _ total: Int) -> Void

  /// Images that are read before progress is told again.
  private static let chunk = 256

  /// - Parameter report: told how many images of both corpora are read, of how many.
  public init(
    pool: ThreadPool, distance: Int = LeakFinder.usualDistance, report: @escaping (Int, Int) -> Void = { _, _ in }
  ) {
    self.pool = pool
    self.distance = distance
    self.report = report
  }

  /// Reads every image of both once.
  public func run(test: Side, training: Side) throws -> (report: MeasureReport, leaks: Leaks) {
    let total = test.count + training.count
    let old = try read(training.content.store) { report($0, total) }
    let new = try read(test.content.store) { report(training.count + $0, total) }
    let finder = LeakFinder(training: old.images, captions: old.captions, distance: distance)
    let leaks = finder.leaks(of: new.images, captions: new.captions)
    var found = MeasureReport.leaks(leaks, test: test.name, training: training.name, distance: distance)
    found.notes = [test, training].compactMap(\.absence) + found.notes
    return (found, leaks)
  }

  /// Throws a sentence where more of a corpus' images than a share may be were not compared: that nothing was found says nothing then.
  ///
  /// - Parameter share: of the images of each, 0…1.
  public static func require(_ leaks: Leaks, unreadable share: Double, test: Side, training: Side) throws {
    for (side, corpus) in [(test, leaks.test), (training, leaks.training)] {
      let lost = corpus.images - corpus.comparedImages
      guard Double(lost) > share * Double(corpus.images) else { continue }
      throw CommandError(
        "\(side.name): \(NumberText.thousands(lost)) of \(NumberText.thousands(corpus.images)) images are not there or cannot "
          + "be read, so that they were not compared; name their folder (--images, --train-images), or allow it with --max-unreadable, "
          + "1 to compare captions and names alone")
    }
  }

  private typealias Part = (images: [LeakFinder.Image], captions: [LeakFinder.Caption])

  private func read(_ store: any RecordStore, report: (Int) -> Void) throws -> Part {
    let count = store.catalog.count
    var all: Part = ([], [])
    for start in stride(from: 0, to: count, by: Self.chunk) {
      let size = min(Self.chunk, count - start)
      for (image, captions) in try pool.map(size, { index, _ in Self.read(try store.record(start + index)) }) {
        all.images.append(image)
        all.captions += captions
      }
      report(start + size)
    }
    return all
  }

  /// The image has no content where it cannot be read; its name and its captions are compared all the same.
  private static func read(
    _ record: CaptionedImage
  ) -> (image: LeakFinder.Image, captions: [LeakFinder.Caption]) {
    let captions = record.captions.filter { $0.role != .keyword }.map { (language: $0.language, text: $0.text) }
    return (
      LeakFinder.Image(
        id: "\(record.origin)", name: record.image.ownFileName, content: content(of: record.image)),
      captions
    )
  }

  private static func content(of image: ImageLocation) -> LeakFinder.Image.Content? {
    let options = DecodingOptions()
    guard let bytes = try? image.bytes(limit: options.byteLimit),
      let decoded = try? ImageFile.decode(bytes, options: options).image, let hash = try? PerceptualHash(decoded)
    else { return nil }
    return LeakFinder.Image.Content(fileHash: StableHash.ofLarge(bytes), hash: hash)
  }
}

extension ImageLocation {
  /// The name of the image's file; nil where the image is a part of a file of many.
  fileprivate var ownFileName: String? {
    switch self {
    case .file, .member: fileName
    case .turned(let image, _): image.ownFileName
    case .base64, .planes: nil
    }
  }
}
