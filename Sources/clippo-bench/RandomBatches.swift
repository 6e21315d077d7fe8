import Corpora
import Runtime
import TextRendering

/// One batch of noise, again and again: its values do not change how long a step takes.
final class RandomBatches: BatchSource {
  let state = LoaderState(seed: 0)
  private let batch: TrainingBatch

  /// - Parameters:
  ///   - photos: patches of each photo.
  ///   - pages: patches of each page.
  ///   - columns: of the grid in which they stand.
  init(photos: [Int], pages: [Int], columns: Int, patchWidth: Int) {
    let lengths = photos + pages
    let positionIds = lengths.flatMap { 0..<$0 }
    var generator = SeededGenerator(seed: 1)
    batch = TrainingBatch(
      pixels: (0..<positionIds.count * patchWidth).map { _ in UInt8(truncatingIfNeeded: generator.next()) },
      rows: positionIds.map { UInt16($0 / columns) }, columns: positionIds.map { UInt16($0 % columns) },
      offsets: lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + Int32($1)) }, patchWidth: patchWidth,
      facts: photos.map { _ in RecordFacts() }, duplicateIds: photos.indices.map(Int32.init),
      truncation: TextTruncation())
  }

  func next() -> TrainingBatch { batch }
}

/// Several batches of another source as one.
final class JoinedBatches: BatchSource {
  private let source: any BatchSource
  private let count: Int

  init(_ source: any BatchSource, count: Int) {
    self.source = source
    self.count = count
  }

  var state: LoaderState { source.state }

  func next() throws -> TrainingBatch {
    count == 1 ? try source.next() : try TrainingBatch(joining: (0..<count).map { _ in try source.next() })
  }
}

/// Remembers how long the sequences were.
final class MeasuredBatches: BatchSource {
  private let source: any BatchSource
  private(set) var lengths: [[Int]] = []

  init(_ source: any BatchSource) { self.source = source }

  var state: LoaderState { source.state }

  func next() throws -> TrainingBatch {
    let batch = try source.next()
    lengths.append(batch.lengths(.image) + batch.lengths(.text))
    return batch
  }
}
