import Pixels
import Tensors
import TextRendering

/// Serves training batches: every picture once an epoch, in a seeded order, augmented, with one of its captions drawn.
///
/// A pair depends only on the seed and on its number, so batches are the same whatever the number of threads, and a run
/// that continues from a saved `state` sees what it would have seen.
public final class BatchLoader {
  public let options: BatchOptions
  /// Where the next batch begins.
  public private(set) var state: LoaderState
  private let trainingSet: TrainingSet
  private let pool: ThreadPool
  private let renderers: [any PageDrawing]
  private var order: (epoch: Int, items: [Int])?

  /// Decodes all training pictures and makes one renderer a thread.
  ///
  /// - Parameters:
  ///   - languages: of the captions; all of the corpus where empty.
  ///   - state: where to continue; the beginning where `nil`. Its seed must be `seed`.
  ///
  /// Throws when an option is out of range, a language has no captions, too many pictures are unreadable, a batch is
  /// larger than the corpus, or a renderer cannot be made.
  public init(
    corpus: Corpus, languages: [String] = [], options: BatchOptions, pool: ThreadPool, seed: UInt64 = 0,
    state: LoaderState? = nil, makeRenderer: () throws -> any PageDrawing
  ) throws {
    try options.validate()
    self.options = options
    self.pool = pool
    self.state = state ?? LoaderState(seed: seed)
    guard self.state.seed == seed else {
      throw CorpusError("the saved run drew its batches with seed \(self.state.seed), this one is asked for \(seed)")
    }
    trainingSet = try TrainingSet(
      corpus: corpus, languages: languages.isEmpty ? corpus.languages : languages, options: options, pool: pool)
    guard options.batch <= trainingSet.items.count else {
      throw CorpusError(
        "a batch of \(options.batch) pairs is larger than the corpus, which trains \(trainingSet.items.count) pictures; make it smaller"
      )
    }
    guard self.state.position <= trainingSet.items.count else {
      throw CorpusError(
        "the saved run stood at pair \(self.state.position) of an epoch, but the corpus trains \(trainingSet.items.count) pictures; continue with the corpus it was trained on"
      )
    }
    renderers = try (0..<pool.threads).map { _ in try makeRenderer() }
  }

  /// Pictures that can be served.
  public var pictureCount: Int { trainingSet.items.count }
  /// Whole batches an epoch; the rest of the order is left out.
  public var batchesPerEpoch: Int { trainingSet.items.count / options.batch }
  /// Memory of the decoded pictures.
  public var bytes: Int { trainingSet.bytes }
  /// Pictures that were left out because their file cannot be read.
  public var unreadable: [PictureStore.Unreadable] { trainingSet.unreadable }

  /// The next batch. Throws when a caption cannot be drawn, with its origin; the state then stays.
  public func next() throws -> TrainingBatch {
    var place = state
    if place.position + options.batch > trainingSet.items.count {
      place.epoch += 1
      place.position = 0
    }
    let items = items(of: place.epoch)
    let pairs = try pool.map(options.batch) { index, worker in
      let position = place.position + index
      return try prepare(
        trainingSet.items[items[position]], sample: UInt64(place.epoch) &* UInt64(items.count) &+ UInt64(position),
        with: renderers[worker])
    }
    let batch = try TrainingBatch(pairs, patchSize: options.patchSize)
    place.position += options.batch
    state = place
    return batch
  }

  /// The order of an epoch: a seeded permutation.
  private func items(of epoch: Int) -> [Int] {
    if let order, order.epoch == epoch { return order.items }
    // Streams of samples count from 0; those of epochs count down from the top.
    var generator = SeededGenerator(seed: state.seed, stream: .max - UInt64(epoch))
    let items = Array(trainingSet.items.indices).seededShuffle(using: &generator)
    order = (epoch, items)
    return items
  }

  private func prepare(_ item: TrainingItem, sample: UInt64, with renderer: any PageDrawing) throws -> PreparedPair {
    var generator = SeededGenerator(seed: state.seed, stream: sample)
    let caption = item.drawCaption(
      weights: trainingSet.languageWeights, keywordShare: options.keywordShare, using: &generator)
    let photo = try options.augmentation.apply(to: item.picture, side: options.side, using: &generator)
    let patches = try PatchSequence(cutting: photo, patchSize: options.patchSize)
    let page = try CaptionPage.draw(
      caption, at: item.origin, with: renderer, seed: sample &* 0x9E37_79B9_7F4A_7C15 ^ state.seed)
    return PreparedPair(
      photo: patches.keeping(share: options.photoShare, using: &generator), page: page, caption: caption,
      group: item.group, origin: item.origin)
  }
}

/// Draws captions with errors that say where they come from.
enum CaptionPage {
  /// `seed` decides how a training page varies; without it the page is drawn as it is.
  static func draw(
    _ caption: Caption, at origin: Origin, with renderer: any PageDrawing, seed: UInt64? = nil
  ) throws -> DrawnPage {
    let page: DrawnPage
    do {
      page =
        try seed.map { try renderer.drawPage(for: caption.text, language: caption.language, seed: $0) }
        ?? renderer.drawPage(for: caption.text, language: caption.language)
    } catch {
      throw CorpusError("\(origin): the \(caption.language) caption “\(caption.text)” cannot be drawn: \(error)")
    }
    guard page.patches.count > 0 else {
      throw CorpusError("\(origin): the \(caption.language) caption “\(caption.text)” leaves no ink on the page")
    }
    return page
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
