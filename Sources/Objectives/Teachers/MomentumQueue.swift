import Autograd
import Corpora
import Tensors

/// Keys of earlier batches (MoCo, He et al. 2020): a ring of a fixed number of pairs, whose oldest are overwritten first. They are
/// numbers, through which no gradient flows.
final class MomentumQueue {
  /// Pairs at most.
  let size: Int
  /// float32 `[size, embedding]`.
  private let images: Tensor
  private let texts: Tensor
  /// `[size]`.
  private var labels: [UInt64?]
  /// Pairs that it holds.
  private var count = 0
  /// Where the next pair is put.
  private var next = 0

  init(size: Int, embedding: Int, backend: any Backend) throws {
    self.size = size
    images = try backend.zeros([size, embedding], .float32)
    texts = try backend.zeros([size, embedding], .float32)
    labels = [UInt64?](repeating: nil, count: size)
  }

  /// Pairs that it holds. A plan is made for a queue that is full.
  var filled: Int { images.hasValues ? count : size }

  /// The keys of one side behind those of the batch, float32 `[pairs + filled, embedding]`.
  func keys(behind batch: Variable, _ side: Side, on tape: Tape) throws -> Variable {
    guard filled > 0 else { return batch }
    return try tape.concatenate([batch, Variable((side == .image ? images : texts).rows(0..<filled))])
  }

  enum Side { case image, text }

  /// Of the pairs that it holds, in the order of `keys`.
  var heldLabels: [UInt64?] { Array(labels.prefix(filled)) }

  /// Takes a batch; the oldest make room. Of a batch larger than the queue the last pairs stay.
  ///
  /// - Parameters:
  ///   - imageKeys: float32 `[pairs, embedding]`.
  ///   - textKeys: the same of texts.
  ///   - keyLabels: `[pairs]`.
  func push(_ imageKeys: Tensor, _ textKeys: Tensor, labels keyLabels: [UInt64?]) throws {
    guard size > 0, imageKeys.hasValues else { return }
    for pair in keyLabels.indices.suffix(size) {
      for (keys, ring) in [(imageKeys, images), (textKeys, texts)] {
        try keys.rows(pair..<pair + 1).withFloats { row in
          try ring.rows(next..<next + 1).writeFloats { _ = $0.update(fromContentsOf: row) }
        }
      }
      labels[next] = keyLabels[pair]
      next = (next + 1) % size
      count = min(size, count + 1)
    }
  }

  private static let names = (
    images: "queue/images", texts: "queue/texts", labels: "queue/labels", place: "queue/place"
  )

  /// Labels are two numbers each: whether there is one, and it.
  var state: [ArrayEntry] {
    get throws {
      guard size > 0 else { return [] }
      return [
        ArrayEntry(name: Self.names.images, tensor: images), ArrayEntry(name: Self.names.texts, tensor: texts),
        try ArrayEntry(
          name: Self.names.labels, shape: [size, 2],
          integers: labels.flatMap { label in label.map { [1, Int64(bitPattern: $0)] } ?? [0, 0] }),
        try ArrayEntry(name: Self.names.place, shape: [2], integers: [Int64(count), Int64(next)]),
      ]
    }
  }

  /// Continues from a saved `state`. Throws, naming the array, where it is not that of such a queue.
  func restore(_ saved: [ArrayEntry]) throws {
    guard size > 0 else { return }
    try saved.named(Self.names.images).copy(into: images)
    try saved.named(Self.names.texts).copy(into: texts)
    let (numbers, place) = (
      try saved.named(Self.names.labels).integers(), try saved.named(Self.names.place).integers()
    )
    guard numbers.count == 2 * size, place.count == 2, (0...size).contains(place[0]), (0..<size).contains(place[1])
    else { throw ObjectiveError("the saved objective's queue is of another size than \(size); it is another one") }
    labels = (0..<size).map { numbers[2 * $0] == 0 ? nil : UInt64(bitPattern: Int64(numbers[2 * $0 + 1])) }
    (count, next) = (place[0], place[1])
  }
}
