import Corpora
import Files
import Images
import Runtime
import Search

/// Embeds the images of a source and keeps them in an index: only those that are new or changed since the last time.
public struct IndexBuild {
  /// What was done.
  public struct Outcome: Sendable {
    /// Images that were embedded.
    public var embedded = 0
    /// Images that were there already and have not changed.
    public var kept = 0
    /// Images of this source that are gone, or cannot be read any more.
    public var removed = 0
    /// Records of images that had come before in the same source.
    public var repeated = 0
    /// Why images were skipped.
    public var skipped = SkippedRecords()
    /// False where it was asked to stop; the same words go on from there.
    public var isWhole = true
  }

  private let model: RunModel
  private let source: String
  private let places: IndexPlaces
  private let writer: VectorIndexWriter
  /// Images that are decoded together, images a segment, and seconds after which one is written at the latest.
  private let chunk: Int
  private let segment: Int
  private let seconds: Double

  /// - Parameters:
  ///   - source: the source's name; images that it lacks the next time are taken out.
  ///   - segment: images that are written together: what an interruption may cost.
  public init(
    model: IndexModel, source: String, writer: VectorIndexWriter, chunk: Int = 256, segment: Int = 4096,
    seconds: Double = 30
  ) {
    self.model = model.model
    self.source = AbsolutePath.of(source)
    self.writer = writer
    places = IndexPlaces(index: writer.path, model: writer.model)
    self.chunk = max(1, chunk)
    self.segment = max(1, segment)
    self.seconds = seconds
  }

  /// The name under which a source's files are found from anywhere.
  public static func place(of source: String) -> String { AbsolutePath.of(source) }

  /// Goes through the records.
  ///
  /// - Parameters:
  ///   - progress: told after every chunk how many records are done.
  ///   - shouldStop: asked between chunks; what is embedded is written first.
  /// - Throws: where the disk is full or the model has diverged; what was written before stays.
  public func run(
    _ content: SourceContent, progress: (_ done: Int, Outcome) -> Void = { _, _ in }, shouldStop: () -> Bool = { false }
  ) throws -> Outcome {
    var state = State(clock: MonotonicClock.seconds())
    state.outcome.skipped = content.skipped
    let total = content.store.catalog.count
    for record in 0..<total {
      take(record, of: content.store, &state)
      let isLast = record == total - 1
      guard state.waiting.count == chunk || isLast || record % 4096 == 4095 else { continue }
      try embed(&state)
      try write(&state, atOnce: isLast)
      progress(record + 1, state.outcome)
      if !isLast, shouldStop() {
        try write(&state, atOnce: true)
        state.outcome.isWhole = false
        return state.outcome
      }
    }
    state.outcome.removed = try writer.removeItems(ofSource: places.kept(source), except: state.seen)
    return state.outcome
  }

  private struct State {
    var outcome = Outcome()
    /// Keys of images that are in the index, or about to be.
    var seen: Set<UInt64> = []
    var waiting: [(image: CaptionedImage, item: IndexItem)] = []
    var items: [IndexItem] = []
    var vectors: [Float] = []
    let stamps = ImageStamps()
    /// When the last segment was written, in seconds.
    var clock: Double
  }

  private func take(_ record: Int, of store: any RecordStore, _ state: inout State) {
    do {
      let captioned = try store.record(record)
      let image = IndexedImage(captioned, in: source, places: places)
      let key = image.location.description
      guard state.seen.insert(Checksum.of(key)).inserted else {
        state.outcome.repeated += 1
        return
      }
      do {
        let stamp = try state.stamps.stamp(image, file: captioned.image.holder)
        if writer.stamp(ofKey: key) == stamp {
          state.outcome.kept += 1
        } else {
          let item = IndexItem(key: key, stamp: stamp, source: places.kept(source), record: image.json)
          state.waiting.append((captioned, item))
        }
      } catch {
        state.seen.remove(Checksum.of(key))
        state.outcome.skipped.add(SkippedRecord(origin: captioned.origin, reason: "\(error)"))
      }
    } catch {
      let origin = Origin(file: source, place: .member("record \(record)"))
      state.outcome.skipped.add(SkippedRecord(origin: origin, reason: "\(error)"))
    }
  }

  private func embed(_ state: inout State) throws {
    guard !state.waiting.isEmpty else { return }
    let outcomes = model.recipe.photoPreparation.evaluationOutcomes(
      of: state.waiting.map { ($0.image.image, $0.image.origin) }, pool: model.compute.pool)
    var good: [IndexItem] = []
    var patches: [PatchSequence] = []
    for (waiting, outcome) in zip(state.waiting, outcomes) {
      switch outcome {
      case .success(let seen):
        good.append(waiting.item)
        patches.append(seen)
      case .failure(let problem):
        state.seen.remove(Checksum.of(waiting.item.key))
        state.outcome.skipped.add(problem)
      }
    }
    state.waiting.removeAll(keepingCapacity: true)
    guard !good.isEmpty else { return }
    state.vectors += try model.embedder.embed(patches, as: .image, ids: good.map(\.key)).values
    state.items += good
    state.outcome.embedded += good.count
  }

  private func write(_ state: inout State, atOnce: Bool) throws {
    let now = MonotonicClock.seconds()
    guard !state.items.isEmpty, atOnce || state.items.count >= segment || now - state.clock >= seconds else { return }
    try writer.append(state.items, vectors: state.vectors)
    state.items.removeAll()
    state.vectors.removeAll()
    state.clock = now
  }
}
