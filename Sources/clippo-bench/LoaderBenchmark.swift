import Corpora
import Images
import Runtime
import TextRendering

/// Images a second of the loader alone: read, decoded, a random part resized, mirrored, cut into patches and packed, on two
/// threads, nothing kept from one visit to the next.
struct LoaderBenchmark {
  private static let batch = 256
  /// Photos alone, and with a drawn caption each.
  let photos: Double
  let pairs: Double

  /// - Parameters:
  ///   - folder: holds `captions.jsonl` and the images.
  ///   - batches: timed, after one that is not.
  init(folder: String, side: Int, batches: Int) throws {
    FreedMemory.keep(bytes: 1 << 28)
    let pool = try ThreadPool(threads: 2)
    var source = CorpusSource(path: "captions.jsonl")
    source.format = .jsonl
    let corpus = try PairCorpus(folder: folder, training: [source], heldOut: []).open(pool: pool)
    let language = corpus.languages.contains("zh") ? "zh" : corpus.languages[0]
    let fonts = try FontStack.load(from: nil)
    func rate(_ makeRenderer: () throws -> any PageDrawing) throws -> Double {
      let loader = try BatchLoader(
        corpus: corpus, languages: [language], options: Self.options(side: side), pool: pool,
        makeReader: makeRenderer)
      _ = try loader.next()
      let start = MonotonicClock.seconds()
      for _ in 0..<batches { _ = try loader.next() }
      return Double(batches * Self.batch) / (MonotonicClock.seconds() - start)
    }
    photos = try rate { OnePatchPages() }
    pairs = try rate { try TextRenderer(fonts: fonts) }
  }

  /// The peer's transform, without memory for decoded images.
  private static func options(side: Int) -> BatchOptions {
    var photo = PhotoPreparation(side: side)
    photo.fit = .stretch
    photo.augmentation = .transform(PhotoTransform(crop: RandomResizedCrop(area: 0.5...1), mirrored: 0.5))
    var options = BatchOptions(photo: photo, batch: batch)
    options.imageMemory = 0
    return options
  }
}

/// Costs nothing, so that photos are timed alone.
private final class OnePatchPages: PageDrawing {
  private let page = DrawnPage(
    patches: PatchSequence(patchSize: 16, rows: [0], columns: [0], pixels: [UInt8](repeating: 0, count: 768)),
    truncation: TextTruncation())

  func drawPage(for text: String, language: String) throws -> DrawnPage { page }
}
