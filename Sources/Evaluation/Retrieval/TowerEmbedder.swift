import Autograd
import Corpora
import Models
import Pixels
import Tensors

/// Embeds photos and pages with a tower, without keeping anything for derivatives.
public struct TowerEmbedder {
  private let tower: SharedTower
  private let backend: any Backend
  private let activation: ElementType
  /// Tokens in one pass; more would only leave the caches.
  private let tokensAtOnce = 8192

  public init(tower: SharedTower, backend: any Backend, activation: ElementType) {
    self.tower = tower
    self.backend = backend
    self.activation = activation
  }

  /// One unit row a sequence, in order.
  ///
  /// - Parameter ids: what each row is known by.
  public func embed(_ sequences: [PatchSequence], ids: [String]) throws -> EmbeddingTable {
    let configuration = tower.encoder.configuration
    var values: [Float] = []
    values.reserveCapacity(sequences.count * configuration.embedding)
    for chunk in chunks(of: sequences) {
      let packed = try PackedPatches(Array(sequences[chunk]), patchSize: configuration.patch)
      let tape = Tape(backend: backend, activation: activation, isRecording: false)
      let input = try EncoderInput(
        pixels: packed.pixels, rows: packed.rows, columns: packed.columns, offsets: packed.offsets,
        configuration: configuration, on: tape)
      values += try tower.embed(input, on: tape).value.floatArray()
    }
    return try EmbeddingTable(ids: ids, width: configuration.embedding, values: values)
  }

  /// Ranges of sequences that hold about `tokensAtOnce` tokens each.
  private func chunks(of sequences: [PatchSequence]) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var start = 0
    var tokens = 0
    for index in sequences.indices {
      tokens += sequences[index].count
      if tokens >= tokensAtOnce {
        chunks.append(start..<index + 1)
        start = index + 1
        tokens = 0
      }
    }
    return start < sequences.count ? chunks + [start..<sequences.count] : chunks
  }
}

extension RecallTable {
  /// Measures a tower on evaluation sets, both directions.
  public init(of sets: [EvaluationSet], embedder: TowerEmbedder) throws {
    self.init(
      rows: try sets.map { set in
        let task = try RetrievalTask(
          texts: embedder.embed(set.pages, ids: set.queries),
          pictures: embedder.embed(set.photos, ids: set.gallery.map(\.id)), pictureOfText: set.targets)
        return RecallRow(split: set.split.rawValue, language: set.language, ranks: try task.ranks())
      })
  }
}
